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
import { RECONCILE_METRICS, REGISTER_METRICS, REGISTER_NAMESPACE } from './metric-names';
import { functionMetric, type MetricId, ownMetric, queueMetric, topicMetric } from './metrics';

/** An alarm as CloudWatch takes it. */
export interface Alarm {
  /** Also the heading of its section in `docs/runbook.md`. */
  readonly name: string;
  /** What happened, what to do first, and the section of the runbook. */
  readonly description: string;
  readonly metric: MetricId;
  readonly statistic: 'Sum' | 'Maximum';
  readonly breach: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Periods looked at; so many of them, `breachingPeriods`, set the alarm off. */
  readonly periods: number;
  readonly breachingPeriods: number;
  /** What a period without data counts as; `ignore` leaves the alarm as it is. */
  readonly missingData: 'breaching' | 'notBreaching' | 'ignore';
}

/** The Region watched, and from how many days on a bucket's newest report is too old. */
export interface Watched {
  readonly region: string;
  readonly overdueAfterDays: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The part of an alarm that says when it goes off. */
type Rule = Omit<Alarm, 'name' | 'description' | 'metric'>;

const moreThan = (threshold: number) => ({ breach: 'GreaterThanThreshold', threshold }) as const;

/** A single occurrence is enough; over once nothing is said of it any more. */
const atOnce: Rule = {
  ...moreThan(0),
  statistic: 'Sum',
  periodSeconds: 5 * MINUTE,
  periods: 1,
  breachingPeriods: 1,
  missingData: 'notBreaching',
};

/** What goes away by itself at the next try, some twelve minutes later, sets off nothing. */
const inQuartersOfAnHour = (breachingPeriods: number): Rule => ({
  ...atOnce,
  periodSeconds: 15 * MINUTE,
  periods: 4,
  breachingPeriods,
});

/** Stays as it is from one run of `reconcile-catalog`, the only time that it speaks, to the next. */
const byTheLastRun: Rule = { ...atOnce, periodSeconds: HOUR, missingData: 'ignore' };

/**
 * Longer than a message can wait between its first three tries, after which SQS leaves it out of the metric, and short enough
 * to be told within the hour.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const WAITING_SECONDS = 45 * MINUTE;

/** A day between two runs, and six hours for one that takes long or is taken up again. */
const RECONCILE_HOURS = 30;

/**
 * Every alarm of a Region. Reports that are neither registered nor going to be are told of within the hour, but for events
 * that never left S3: those the next reconciliation finds.
 */
export const collectorAlarms = ({ region, overdueAfterDays }: Watched): readonly Alarm[] => [
  ...registrationAlarms({
    ...{
      prefix: '',
      lambda: 'register-report',
      errors: 'register-report-errors',
      ofTables: '',
      look: 'Look at them with "orgs3 dead-letters list".',
    },
    ...{ queue: REGISTER_QUEUE, deadLetters: REGISTER_DEAD_LETTER_QUEUE, functionName: REGISTER_FUNCTION },
    metric: (name) => ownMetric(REGISTER_METRICS[name], region),
  }),
  alarm('notifications-failed', {
    ...atOnce,
    metric: topicMetric('NumberOfNotificationsFailed', REPORTS_TOPIC),
    text: 'Events of complete reports did not get from the topic into the queue and are lost. Repair the queue, then run "orgs3 reconcile".',
  }),
  ...reconciliationAlarms({
    ...{ prefix: '', lambda: 'reconcile-catalog', errors: 'reconcile-catalog-errors' },
    ...{ through: 'the Region', unnoticed: 'lost events and overdue buckets go', functionName: RECONCILE_FUNCTION },
    metric: (name) => ownMetric(RECONCILE_METRICS[name], region),
  }),
  alarm('buckets-overdue', {
    ...byTheLastRun,
    metric: ownMetric(RECONCILE_METRICS.overdue, region),
    statistic: 'Maximum',
    text: `Buckets have had no new report for more than ${overdueAfterDays} days. "orgs3 status" says which, "orgs3 drift" may say why.`,
  }),
];

/** A queue of report events, the Lambda that takes them, and how they are spoken of. */
interface Registration {
  /** Start of the alarms' ids. */
  readonly prefix: string;
  /** The Lambda, as people know it. */
  readonly lambda: string;
  /** Rest of the id of the alarm on the Lambda's errors. */
  readonly errors: string;
  /** Whose tables, as the end of a sentence; empty for those of a Region. */
  readonly ofTables: string;
  /** How to see the messages that were given up, as a sentence. */
  readonly look: string;
  /** Names in AWS. */
  readonly queue: string;
  readonly deadLetters: string;
  readonly functionName: string;
  readonly metric: (name: keyof typeof REGISTER_METRICS) => MetricId;
}

const registrationAlarms = ({
  prefix,
  lambda,
  errors,
  ofTables,
  look,
  queue,
  deadLetters,
  functionName,
  metric,
}: Registration) => [
  alarm(`${prefix}dead-letters`, {
    ...atOnce,
    metric: queueMetric('ApproximateNumberOfMessagesVisible', deadLetters),
    statistic: 'Maximum',
    // SQS says nothing of a queue at rest: what lay in it still does.
    missingData: 'ignore',
    text: `Messages about reports were given up after all tries; their reports are in no table${ofTables}. ${look}`,
  }),
  alarm(`${prefix}reports-refused`, {
    ...inQuartersOfAnHour(2),
    metric: metric('refused'),
    text: `Reports were refused again and again: they must not be registered as they are. The log of ${lambda} says why, by bucket.`,
  }),
  alarm(`${prefix}reports-failed`, {
    ...inQuartersOfAnHour(3),
    metric: metric('failed'),
    text: `Reports cannot be registered, try after try. The log of ${lambda} says what AWS answered.`,
  }),
  alarm(`${prefix}reports-waiting`, {
    ...atOnce,
    ...moreThan(WAITING_SECONDS),
    metric: queueMetric('ApproximateAgeOfOldestMessage', queue),
    statistic: 'Maximum',
    text: `A complete report has waited for ${WAITING_SECONDS / MINUTE} minutes: ${lambda} takes no messages, or too few. Look at its throttles and event source mapping.`,
  }),
  alarm(`${prefix}${errors}`, {
    ...inQuartersOfAnHour(2),
    metric: functionMetric('Errors', functionName),
    text: `Invocations of ${lambda} crash or run out of time or memory, again and again. Its log has the reason.`,
  }),
];

/** A Lambda that makes a pass a day, and how it is spoken of. */
interface Reconciling {
  /** Start of the alarms' ids. */
  readonly prefix: string;
  /** The Lambda, as people know it. */
  readonly lambda: string;
  /** Rest of the id of the alarm on the Lambda's errors. */
  readonly errors: string;
  /** What it comes through. */
  readonly through: string;
  /** What goes unnoticed without it, with its verb. */
  readonly unnoticed: string;
  /** Name in AWS. */
  readonly functionName: string;
  readonly metric: (name: keyof typeof RECONCILE_METRICS) => MetricId;
}

const reconciliationAlarms = ({ prefix, lambda, errors, through, unnoticed, functionName, metric }: Reconciling) => [
  alarm(`${prefix}${errors}`, {
    ...atOnce,
    metric: functionMetric('Errors', functionName),
    periodSeconds: HOUR,
    periods: 4,
    breachingPeriods: 3,
    text: `The Lambda ${lambda} fails hour after hour. Its log says what AWS refused.`,
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
    text: `${lambda} has not come through ${through} for ${RECONCILE_HOURS} hours: ${unnoticed} unnoticed. Expected until the first run. Look at its log.`,
  }),
  alarm(`${prefix}reports-lost`, {
    ...byTheLastRun,
    metric: metric('recovered'),
    text: `${lambda} found reports that no event had told of. They are registered now; find out where the events were lost.`,
  }),
];

/** The alarms of the asset register, which takes the reports of all Regions in the home Region. */
export const assetAlarms = (homeRegion: string): readonly Alarm[] => [
  ...registrationAlarms({
    ...{ prefix: 'asset-', lambda: "the register's Lambda", errors: 'errors' },
    ...{ ofTables: ' of the asset register', look: 'Look at them with "orgs3 dead-letters list --register".' },
    ...{ queue: ASSET_QUEUE, deadLetters: ASSET_DEAD_LETTER_QUEUE, functionName: ASSET_FUNCTION },
    metric: (name) => ownMetric(REGISTER_METRICS[name], homeRegion, REGISTER_NAMESPACE),
  }),
  ...reconciliationAlarms({
    ...{ prefix: 'asset-', lambda: 'reconcile-register', errors: 'reconcile-errors' },
    ...{ through: 'all Regions', unnoticed: 'events that were lost to the asset register go' },
    ...{ functionName: ASSET_RECONCILE_FUNCTION },
    metric: (name) => ownMetric(RECONCILE_METRICS[name], homeRegion, REGISTER_NAMESPACE),
  }),
];

function alarm(id: string, { text, ...rest }: Rule & { readonly metric: MetricId; readonly text: string }): Alarm {
  const name = `${ALARM_PREFIX}${id}`;
  return { name, description: `${text} What to do: docs/runbook.md#${name}`, ...rest };
}
