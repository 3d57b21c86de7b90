import { regionalArn, type Place } from '../names/arns';
import { RECONCILE_FUNCTION, REGISTER_FUNCTION } from '../names/names';
import type { Alarm } from './alarms';
import { type Line, reconciliationGraphs, registrationGraphs, queueGraphs } from './dashboard-graphs';

/** A widget of a dashboard, on a grid of 24 columns. */
export interface Widget {
  readonly type: 'alarm' | 'metric' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Body of a CloudWatch dashboard, before `JSON.stringify`. */
export interface Dashboard {
  readonly widgets: readonly Widget[];
}

const GRAPH = { width: 8, height: 6 };

/**
 * The dashboard of a Region: the alarms, the graphs of registration, queues and reconciliation, and the newest errors.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboard(place: Place, alarms: readonly Alarm[]): Dashboard {
  const graphs = [registrationGraphs(place.region), queueGraphs, reconciliationGraphs(place.region)].flatMap(
    (row, rowIndex) =>
      row.map(({ title, period, lines }, column): Widget => ({
        type: 'metric',
        x: column * GRAPH.width,
        y: 3 + rowIndex * GRAPH.height,
        ...GRAPH,
        properties: {
          title,
          region: place.region,
          period,
          view: 'timeSeries',
          metrics: lines.map(asLine),
          yAxis: { left: { min: 0 } },
        },
      })),
  );
  return { widgets: [alarmStates(place, alarms), ...graphs, newestErrors(place.region)] };
}

const asLine = ([{ namespace, name, dimension }, stat, label]: Line) => [
  namespace,
  name,
  dimension.name,
  dimension.value,
  { stat, label },
];

const alarmStates = (place: Place, alarms: readonly Alarm[]): Widget => ({
  type: 'alarm',
  x: 0,
  y: 0,
  width: 24,
  height: 3,
  properties: {
    title: 'Alarms (what to do: docs/runbook.md)',
    alarms: alarms.map(({ name }) => regionalArn('cloudwatch', place, `alarm:${name}`)),
  },
});

const newestErrors = (region: string): Widget => ({
  type: 'log',
  x: 0,
  y: 3 + 3 * GRAPH.height,
  width: 24,
  height: 8,
  properties: { title: 'Newest errors and warnings', region, view: 'table', query: errorQuery() },
});

/** A query of CloudWatch Logs Insights over the logs of both Lambdas. */
const errorQuery = () =>
  [
    ...[REGISTER_FUNCTION, RECONCILE_FUNCTION].map((name) => `SOURCE '/aws/lambda/${name}'`),
    'fields @timestamp, level, message, account, bucket, dt, reason, next',
    'filter level in ["error", "warn", "ERROR", "WARN"]',
    'sort @timestamp desc',
    'limit 50',
  ].join(' | ');
