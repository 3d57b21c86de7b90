import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../../core/config/alarms';
import type { Place } from '../../core/names/arns';
import { ALARM_PREFIX } from '../../core/names/names';
import type { Alarm } from '../../core/monitoring/alarms';
import { alarmsTopicPolicy } from '../../core/policies/alarms-topic';
import type { Dashboard } from '../../core/monitoring/dashboard';
import { literal, policyJson } from './literal';

/** The alarms, their recipients, and a dashboard. */
export interface WatchingProps {
  /** Destination account and Region. */
  readonly place: Place;
  /** Name of the topic in AWS. */
  readonly topic: string;
  readonly alarms: readonly Alarm[];
  readonly emails: AlarmSettings['emails'];
  readonly dashboard?: { readonly name: string; readonly content: Dashboard };
}

/**
 * Alarms, their topic with its e-mail subscriptions, and a dashboard if one is given. The topic is not encrypted: CloudWatch cannot
 * publish with the key that AWS manages, and an alarm contains nothing of a report.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
 */
export class Watching extends Construct {
  constructor(scope: Construct, id: string, props: WatchingProps) {
    super(scope, id);
    const { place, alarms, emails, dashboard } = props;
    const topic = new SnsTopic(this, 'topic', { name: props.topic });
    const policy = policyJson(alarmsTopicPolicy(place, props.topic));
    new SnsTopicPolicy(this, 'topic-policy', { arn: topic.arn, policy });
    if (emails.length > 0) this.subscribe(topic, emails);
    for (const alarm of alarms) this.add(alarm, topic);
    if (dashboard === undefined) return;
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: dashboard.name,
      dashboardBody: literal(JSON.stringify(dashboard.content)),
    });
  }

  /** Adds one resource for all e-mail addresses, so that no subscription changes when others are added or removed. */
  private subscribe(topic: SnsTopic, emails: readonly string[]): void {
    const subscription = new SnsTopicSubscription(this, 'email', {
      topicArn: topic.arn,
      protocol: 'email',
      endpoint: '${each.key}',
    });
    subscription.addOverride('for_each', Object.fromEntries(emails.map((email) => [literal(email), literal(email)])));
  }

  /** Adds an alarm. It notifies of the state ALARM alone: with the state OK, the first apply would already send an e-mail. */
  private add(alarm: Alarm, topic: SnsTopic): void {
    const { namespace, name, dimension } = alarm.metric;
    new CloudwatchMetricAlarm(this, alarm.name.slice(ALARM_PREFIX.length), {
      alarmName: alarm.name,
      alarmDescription: literal(alarm.description),
      namespace,
      metricName: name,
      dimensions: { [dimension.name]: dimension.value },
      statistic: alarm.statistic,
      comparisonOperator: alarm.breach,
      threshold: alarm.threshold,
      period: alarm.periodSeconds,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.breachingPeriods,
      treatMissingData: alarm.missingData,
      alarmActions: [topic.arn],
    });
  }
}
