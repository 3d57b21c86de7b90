import {
  RECONCILE_FUNCTION,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
  REPORTS_TOPIC,
} from '../names/names';
import { RECONCILE_METRICS, REGISTER_METRICS } from './metric-names';
import { functionMetric, type MetricId, ownMetric, queueMetric, topicMetric } from './metrics';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A metric, its statistic over the period, and its label. */
export type Line = readonly [metric: MetricId, stat: 'Sum' | 'Maximum' | 'p50', label: string];

/** A graph of the dashboard. */
export interface Graph {
  readonly title: string;
  /** Seconds. */
  readonly period: number;
  readonly lines: readonly Line[];
}

/** Graphs of registration: the number of reports, their age, and the duration of invocations. */
export function registrationGraphs(region: string): readonly Graph[] {
  const own = (metric: keyof typeof REGISTER_METRICS) => ownMetric(REGISTER_METRICS[metric], region);
  const reports: readonly Line[] = (['registered', 'unchanged', 'refused', 'failed', 'ignored'] as const).map(
    (metric) => [own(metric), 'Sum', metric],
  );
  return [
    { title: 'Reports (events, for ignored)', period: HOUR, lines: reports },
    {
      title: 'From the start of the scan to its registration (seconds)',
      period: HOUR,
      lines: [
        [own('age'), 'p50', 'half of the reports'],
        [own('age'), 'Maximum', 'all of them'],
      ],
    },
    {
      title: 'Duration (milliseconds)',
      period: HOUR,
      lines: [
        [own('duration'), 'p50', 'register-report, half of the batches'],
        [functionMetric('Duration', REGISTER_FUNCTION), 'Maximum', 'register-report, longest'],
        [functionMetric('Duration', RECONCILE_FUNCTION), 'Maximum', 'reconcile-catalog, longest'],
      ],
    },
  ];
}

/** Graphs of the queues: waiting messages, dead letters and failed calls. */
export const queueGraphs: readonly Graph[] = [
  {
    title: 'Messages in the queues',
    period: 300,
    lines: [
      [queueMetric('ApproximateNumberOfMessagesVisible', REGISTER_QUEUE), 'Maximum', 'waiting'],
      [queueMetric('ApproximateNumberOfMessagesVisible', REGISTER_DEAD_LETTER_QUEUE), 'Maximum', 'dead letters'],
    ],
  },
  {
    title: 'Oldest waiting message (seconds)',
    period: 300,
    lines: [[queueMetric('ApproximateAgeOfOldestMessage', REGISTER_QUEUE), 'Maximum', 'oldest']],
  },
  {
    title: 'Calls that went wrong',
    period: 300,
    lines: [
      [functionMetric('Errors', REGISTER_FUNCTION), 'Sum', 'register-report, errors'],
      [functionMetric('Throttles', REGISTER_FUNCTION), 'Sum', 'register-report, throttles'],
      [functionMetric('Errors', RECONCILE_FUNCTION), 'Sum', 'reconcile-catalog, errors'],
      [functionMetric('Throttles', RECONCILE_FUNCTION), 'Sum', 'reconcile-catalog, throttles'],
      [topicMetric('NumberOfNotificationsFailed', REPORTS_TOPIC), 'Sum', 'events that did not reach the queue'],
    ],
  },
];

/** Graphs of the daily passes of `reconcile-catalog`. */
export function reconciliationGraphs(region: string): readonly Graph[] {
  const lines = (
    stat: Line[1],
    ...metrics: readonly (readonly [keyof typeof RECONCILE_METRICS, string])[]
  ): readonly Line[] => metrics.map(([metric, label]) => [ownMetric(RECONCILE_METRICS[metric], region), stat, label]);
  return [
    {
      title: 'Reconciliation: put right',
      period: DAY,
      lines: lines(
        'Sum',
        ['recovered', 'lost events, registered'],
        ['repaired', 'current state repaired'],
        ['dropped', 'expired reports dropped'],
      ),
    },
    {
      title: 'Reconciliation: runs, and reports that must not be registered',
      period: DAY,
      lines: lines('Sum', ['completed', 'runs that came to the end'], ['unregistrable', 'reports refused']),
    },
    {
      title: 'Buckets without a new report',
      period: DAY,
      lines: lines('Maximum', ['overdue', 'overdue'], ['silent', 'overdue for two weeks more']),
    },
  ];
}
