import { z } from 'zod';
import { CollectorStack } from '../../../stacks/collector-stack';
import { sampleConfig, sampleProps } from '../sample';
import { attributesOf, ofType, stackNamed, statements, synthesized } from '../synthesized';

const collectorStack = (config = sampleConfig()) =>
  stackNamed(
    synthesized((app) => {
      const { snapshot, selection, ...props } = sampleProps(config);
      const organization = snapshot.organization.id;
      new CollectorStack(app, { ...props, region: 'eu-west-1', organization, accounts: selection.accounts });
    }),
    'collector-eu-west-1',
  );

const TOPIC = '${aws_sns_topic.watching_topic.arn}';

describe('watching a Region', () => {
  const stack = collectorStack();

  it('makes alarms that tell the topic when they go off, and not when they end', () => {
    const alarms = ofType([stack], 'aws_cloudwatch_metric_alarm').map(({ attributes }) => attributes);

    expect(alarms).toHaveLength(10);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ alarm_actions: [TOPIC] });
      expect(alarm).not.toHaveProperty('ok_actions');
    }
  });

  it('gives CloudWatch all of an alarm', () => {
    expect(attributesOf(stack, 'aws_cloudwatch_metric_alarm.watching_reconcile-missing')).toMatchObject({
      alarm_name: 's3inventory-reconcile-missing',
      alarm_description: expect.stringContaining('docs/runbook.md#s3inventory-reconcile-missing') as string,
      namespace: 'OrgS3Inventory',
      metric_name: 'ReconcileCompleted',
      dimensions: { Region: 'eu-west-1' },
      statistic: 'Sum',
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      period: 3600,
      evaluation_periods: 30,
      datapoints_to_alarm: 30,
      treat_missing_data: 'breaching',
      alarm_actions: [TOPIC],
    });
  });

  it('looks at queues, Lambdas and topics that the stack makes', () => {
    const made = [
      ...ofType([stack], 'aws_sqs_queue').map(({ attributes }) => attributes['name']),
      ...ofType([stack], 'aws_sns_topic').map(({ attributes }) => attributes['name']),
      ...ofType([stack], 'aws_lambda_function').map(({ attributes }) => attributes['function_name']),
      'eu-west-1',
    ];
    const dimensions = ofType([stack], 'aws_cloudwatch_metric_alarm').flatMap(({ attributes }) =>
      Object.values(z.record(z.string(), z.string()).parse(attributes['dimensions'])),
    );

    expect(dimensions.filter((value) => !made.includes(value))).toEqual([]);
  });

  it('says an age in the alarm as the configuration has it', () => {
    const other = collectorStack(sampleConfig({ alarms: { overdueAfterDays: 21 } }));

    expect(attributesOf(other, 'aws_cloudwatch_metric_alarm.watching_buckets-overdue')['alarm_description']).toContain(
      '21 days',
    );
  });

  it('lets only CloudWatch publish to the topic', () => {
    const { policy, arn } = attributesOf(stack, 'aws_sns_topic_policy.watching_topic-policy');

    expect(arn).toBe(TOPIC);
    expect(statements(policy).map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ['PublishAlarms', 'Allow'],
      ['RefusePlainHttp', 'Deny'],
    ]);
  });

  it('subscribes every address, each under an address in the state that does not change when others come and go', () => {
    const emails = ['storage@example.com', 'on-call+s3@example.com'];
    const subscribed = collectorStack(sampleConfig({ alarms: { emails } }));

    expect(attributesOf(subscribed, 'aws_sns_topic_subscription.watching_email')).toMatchObject({
      topic_arn: TOPIC,
      protocol: 'email',
      endpoint: '${each.key}',
      for_each: Object.fromEntries(emails.map((email) => [email, email])),
    });
  });

  it('subscribes nobody where the configuration names nobody', () => {
    const protocols = ofType([stack], 'aws_sns_topic_subscription').map(({ attributes }) => attributes['protocol']);

    expect(protocols).toEqual(['sqs']);
  });

  it('makes a dashboard that carries the Region in its name', () => {
    const { dashboard_name, dashboard_body } = attributesOf(stack, 'aws_cloudwatch_dashboard.watching_dashboard');

    expect(dashboard_name).toBe('s3-inventory-eu-west-1');
    expect(JSON.parse(String(dashboard_body))).toHaveProperty('widgets');
  });

  it('reaches CloudWatch of an emulator', () => {
    const [provider] = collectorStack(sampleConfig({ emulator: { endpoint: 'http://127.0.0.1:5600' } })).providers;

    expect(provider?.['endpoints']).toEqual([
      expect.objectContaining({ cloudwatch: 'http://127.0.0.1:5600', sns: 'http://127.0.0.1:5600' }),
    ]);
  });
});
