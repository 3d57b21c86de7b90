import {
  ALARM_PREFIX,
  ASSET_DEAD_LETTER_QUEUE,
  ASSET_FUNCTION,
  ASSET_QUEUE,
  ASSET_RECONCILE_FUNCTION,
  RECONCILE_FUNCTION,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
  REPORTS_TOPIC,
} from '../names/names';
import { RECONCILE_METRICS, REGISTER_METRICS, ASSET_NAMESPACE } from './metric-names';
import { functionMetric, type MetricId, ownMetric, queueMetric, topicMetric } from './metrics';

/** A CloudWatch alarm. */
export interface Alarm {
  /** Name of the alarm, and heading of its section in `docs/runbook.md`. */
  readonly name: string;
  /** The event, the first step, and the section of the runbook. */
  readonly description: string;
  readonly metric: MetricId;
  readonly statistic: 'Sum' | 'Maximum';
  readonly breach: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Number of evaluated periods. The alarm goes off when `breachingPeriods` of them breach the threshold. */
  readonly periods: number;
  readonly breachingPeriods: number;
  /** Treatment of a period without data; `ignore` keeps the state of the alarm. */
  readonly missingData: 'breaching' | 'notBreaching' | 'ignore';
}

/** Settings of a Region's alarms. `overdueAfterDays` is the age from which a bucket's newest report is overdue. */
export interface CollectorAlarmSettings {
  readonly region: string;
  readonly overdueAfterDays: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The condition under which an alarm goes off. */
type Rule = Omit<Alarm, 'name' | 'description' | 'metric'>;

const moreThan = (threshold: number) => ({ breach: 'GreaterThanThreshold', threshold }) as const;

/** Goes off at a single occurrence, and ends in the next period without one. */
const onOccurrence: Rule = {
  ...moreThan(0),
  statistic: 'Sum',
  periodSeconds: 5 * MINUTE,
  periods: 1,
  breachingPeriods: 1,
  missingData: 'notBreaching',
};

/** Goes off at occurrences in several of four quarter-hours. A failure that the next try repairs, some twelve minutes later, is ignored. */
const onRepetition = (breachingPeriods: number): Rule => ({
  ...onOccurrence,
  periodSeconds: 15 * MINUTE,
  periods: 4,
  breachingPeriods,
});

/** Keeps its state until the next pass of `reconcile-catalog`, which writes its metrics only at the end of a pass. */
const untilNextPass: Rule = { ...onOccurrence, periodSeconds: HOUR, missingData: 'ignore' };

/**
 * Longer than a message can wait between its first three tries, after which SQS excludes it from the metric, and short enough for
 * an alarm within the hour.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const WAITING_SECONDS = 45 * MINUTE;

/** A day between two passes, and six hours for a pass that takes long or is resumed. */
const RECONCILE_HOURS = 30;

/**
 * All alarms of a Region. A report that is not registered sets off an alarm within the hour, unless its event was lost before it
 * reached the topic: the next reconciliation finds such reports.
 */
export const collectorAlarms = ({ region, overdueAfterDays }: CollectorAlarmSettings): readonly Alarm[] => [
  ...registrationAlarms({
    prefix: '',
    errors: 'register-report-errors',
    queue: REGISTER_QUEUE,
    deadLetters: REGISTER_DEAD_LETTER_QUEUE,
    functionName: REGISTER_FUNCTION,
    metric: (name) => ownMetric(REGISTER_METRICS[name], region),
    texts: {
      deadLetters:
        'Messages about reports were given up after all tries. Their reports are in no table. Run "orgs3 dead-letters list" to see the reasons.',
      refused:
        'Reports were refused repeatedly, because they must not be registered as they are. The log of the Lambda register-report has the reason for each bucket.',
      failed:
        'Reports could not be registered, after repeated tries. The log of the Lambda register-report has the errors of AWS.',
      waiting: `A complete report has waited in the queue for ${WAITING_SECONDS / MINUTE} minutes. The Lambda register-report receives no messages, or too few. Check its throttles and its event source mapping.`,
      errors:
        'Invocations of the Lambda register-report crashed repeatedly, or ran out of time or memory. Its log has the reason.',
    },
  }),
  alarm('notifications-failed', {
    ...onOccurrence,
    metric: topicMetric('NumberOfNotificationsFailed', REPORTS_TOPIC),
    text: 'The topic could not deliver events of complete reports to the queue. These events are lost. Repair the queue, then run "orgs3 reconcile".',
  }),
  ...reconciliationAlarms({
    prefix: '',
    errors: 'reconcile-catalog-errors',
    functionName: RECONCILE_FUNCTION,
    metric: (name) => ownMetric(RECONCILE_METRICS[name], region),
    texts: {
      errors: 'The Lambda reconcile-catalog failed in several hours. Its log has the errors of AWS.',
      missing: `The Lambda reconcile-catalog has not completed a pass through the Region for ${RECONCILE_HOURS} hours. Until it does, lost events and overdue buckets go unnoticed. This alarm is expected before the first pass. Check the log of the Lambda.`,
      lost: 'The Lambda reconcile-catalog found reports that no event had announced, and registered them. Find out why the events were lost.',
    },
  }),
  alarm('buckets-overdue', {
    ...untilNextPass,
    metric: ownMetric(RECONCILE_METRICS.overdue, region),
    statistic: 'Maximum',
    text: `Some buckets have had no new report for more than ${overdueAfterDays} days. Run "orgs3 status" to see the buckets, and "orgs3 drift" to check their configurations.`,
  }),
];

/** The alarms of the asset register, in the home Region. */
export const assetAlarms = (homeRegion: string): readonly Alarm[] => [
  ...registrationAlarms({
    prefix: 'asset-',
    errors: 'errors',
    queue: ASSET_QUEUE,
    deadLetters: ASSET_DEAD_LETTER_QUEUE,
    functionName: ASSET_FUNCTION,
    metric: (name) => ownMetric(REGISTER_METRICS[name], homeRegion, ASSET_NAMESPACE),
    texts: {
      deadLetters:
        'Messages about reports were given up after all tries. Their reports are missing from the asset register. Run "orgs3 dead-letters list --register" to see the reasons.',
      refused:
        'Reports were refused repeatedly, because the asset register must not show them as they are. The log of the Lambda register-asset has the reason for each bucket.',
      failed:
        'Reports could not be added to the asset register, after repeated tries. The log of the Lambda register-asset has the errors of AWS.',
      waiting: `A complete report has waited in the queue of the asset register for ${WAITING_SECONDS / MINUTE} minutes. The Lambda register-asset receives no messages, or too few. Check its throttles and its event source mapping.`,
      errors:
        'Invocations of the Lambda register-asset crashed repeatedly, or ran out of time or memory. Its log has the reason.',
    },
  }),
  ...reconciliationAlarms({
    prefix: 'asset-',
    errors: 'reconcile-errors',
    functionName: ASSET_RECONCILE_FUNCTION,
    metric: (name) => ownMetric(RECONCILE_METRICS[name], homeRegion, ASSET_NAMESPACE),
    texts: {
      errors: 'The Lambda reconcile-register failed in several hours. Its log has the errors of AWS.',
      missing: `The Lambda reconcile-register has not completed a pass through all Regions for ${RECONCILE_HOURS} hours. Until it does, events that the asset register lost go unnoticed. This alarm is expected before the first pass. Check the log of the Lambda.`,
      lost: 'The Lambda reconcile-register found reports that no event had announced, and added them to the asset register. Find out why the events were lost.',
    },
  }),
];

/** A queue of report events and the Lambda that receives them. */
interface Registration {
  /** Start of the ids of the alarms. */
  readonly prefix: string;
  /** Rest of the id of the alarm for errors of the Lambda. */
  readonly errors: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly functionName: string;
  readonly metric: (name: keyof typeof REGISTER_METRICS) => MetricId;
  /** Description of each alarm, in whole sentences. */
  readonly texts: Readonly<Record<'deadLetters' | 'refused' | 'failed' | 'waiting' | 'errors', string>>;
}

const registrationAlarms = ({
  prefix,
  errors,
  queue,
  deadLetters,
  functionName,
  metric,
  texts,
}: Registration): readonly Alarm[] => [
  alarm(`${prefix}dead-letters`, {
    ...onOccurrence,
    metric: queueMetric('ApproximateNumberOfMessagesVisible', deadLetters),
    statistic: 'Maximum',
    // SQS sends no data for an idle queue, although messages remain in it.
    missingData: 'ignore',
    text: texts.deadLetters,
  }),
  alarm(`${prefix}reports-refused`, { ...onRepetition(2), metric: metric('refused'), text: texts.refused }),
  alarm(`${prefix}reports-failed`, { ...onRepetition(3), metric: metric('failed'), text: texts.failed }),
  alarm(`${prefix}reports-waiting`, {
    ...onOccurrence,
    ...moreThan(WAITING_SECONDS),
    metric: queueMetric('ApproximateAgeOfOldestMessage', queue),
    statistic: 'Maximum',
    text: texts.waiting,
  }),
  alarm(`${prefix}${errors}`, {
    ...onRepetition(2),
    metric: functionMetric('Errors', functionName),
    text: texts.errors,
  }),
];

/** A Lambda that reconciles tables in a daily pass. */
interface Reconciliation {
  /** Start of the ids of the alarms. */
  readonly prefix: string;
  /** Rest of the id of the alarm for errors of the Lambda. */
  readonly errors: string;
  readonly functionName: string;
  readonly metric: (name: keyof typeof RECONCILE_METRICS) => MetricId;
  /** Description of each alarm, in whole sentences. */
  readonly texts: Readonly<Record<'errors' | 'missing' | 'lost', string>>;
}

const reconciliationAlarms = ({ prefix, errors, functionName, metric, texts }: Reconciliation): readonly Alarm[] => [
  alarm(`${prefix}${errors}`, {
    ...onOccurrence,
    metric: functionMetric('Errors', functionName),
    periodSeconds: HOUR,
    periods: 4,
    breachingPeriods: 3,
    text: texts.errors,
  }),
  alarm(`${prefix}reconcile-missing`, {
    metric: metric('completed'),
    statistic: 'Sum',
    breach: 'LessThanThreshold',
    threshold: 1,
    periodSeconds: HOUR,
    periods: RECONCILE_HOURS,
    breachingPeriods: RECONCILE_HOURS,
    missingData: 'breaching',
    text: texts.missing,
  }),
  alarm(`${prefix}reports-lost`, { ...untilNextPass, metric: metric('recovered'), text: texts.lost }),
];

function alarm(id: string, { text, ...rest }: Rule & { readonly metric: MetricId; readonly text: string }): Alarm {
  const name = `${ALARM_PREFIX}${id}`;
  return { name, description: `${text} What to do: docs/runbook.md#${name}`, ...rest };
}
