import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetAlarms, collectorAlarms, type Alarm } from '../../../core/monitoring/alarms';
import {
  METRIC_NAMESPACE,
  RECONCILE_METRICS,
  REGISTER_METRICS,
  ASSET_NAMESPACE,
} from '../../../core/monitoring/metric-names';
import { REGISTER_VISIBILITY_TIMEOUT_SECONDS } from '../../../stacks/constructs/register-report';
import { alarmStates, goesOff, mayGoOff, type Point } from './cloudwatch-model';

const alarms = [...collectorAlarms({ region: 'eu-west-1', overdueAfterDays: 10 }), ...assetAlarms('eu-west-1')];

function alarmNamed(id: string): Alarm {
  const alarm = alarms.find(({ name }) => name === `s3inventory-${id}`);
  if (alarm === undefined) throw new Error(`no alarm ${id}`);
  return alarm;
}

const HOUR = 60;
const DAY = 24 * HOUR;
const minutes = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
/** Minutes at which a message that always fails is tried. */
const TRIES = [0, 1, 2, 3, 4].map((tries) => Math.ceil((tries * (REGISTER_VISIBILITY_TIMEOUT_SECONDS + 5)) / 60));
const counted = (...at: readonly number[]): Point[] => at.map((minute) => ({ minute, value: 1 }));

describe('a report that cannot be registered', () => {
  it.each([
    ...['reports-refused', 'reports-failed', 'register-report-errors'],
    ...['asset-reports-refused', 'asset-reports-failed', 'asset-errors'],
  ])('sets off %s within the hour', (id) =>
    expect(goesOff(alarmNamed(id), counted(...TRIES))).toBeLessThanOrEqual(HOUR),
  );

  it.each([
    ['reports-refused', 1],
    ['reports-failed', 2],
    ['register-report-errors', 1],
  ])('sets off nothing where a later try succeeds (%s, %d tries failed)', (id, failed) => {
    expect(mayGoOff(alarmNamed(id), counted(...TRIES.slice(0, failed)))).toBe(false);
  });

  it('sets off dead-letters minutes after it was given up; the alarm lasts until the queue is empty', () => {
    const alarm = alarmNamed('dead-letters');
    const waiting = minutes(30).map((minute) => ({ minute, value: 2 }));
    const empty = minutes(10, 600).map((minute) => ({ minute, value: 0 }));

    expect(goesOff(alarm, waiting)).toBeLessThanOrEqual(10);
    // SQS sends no data for hours in between.
    const states = alarmStates(alarm, [...waiting, ...empty], 620);
    expect([states[599], states[620]]).toEqual(['ALARM', 'OK']);
  });
});

describe('a Lambda that takes no messages', () => {
  const ageFor = (count: number): Point[] => minutes(count).map((minute) => ({ minute, value: minute * 60 }));

  it('sets off reports-waiting within the hour', () => {
    expect(goesOff(alarmNamed('reports-waiting'), ageFor(120))).toBeLessThanOrEqual(HOUR);
  });

  it('is distinguished from a message that fails three times, which SQS counts until then', () => {
    const failing = ageFor(Math.ceil((3 * REGISTER_VISIBILITY_TIMEOUT_SECONDS) / 60));

    expect(mayGoOff(alarmNamed('reports-waiting'), failing)).toBe(false);
  });
});

describe('events that are lost', () => {
  it('set off notifications-failed where the topic cannot reach the queue', () => {
    expect(goesOff(alarmNamed('notifications-failed'), counted(3))).toBeLessThanOrEqual(10);
  });

  it.each(['reports-lost', 'buckets-overdue', 'asset-reports-lost'])(
    'and what a daily run finds keep %s on until a run finds nothing',
    (id) => {
      const runs = [
        { minute: 10, value: 3 },
        { minute: DAY + 10, value: 1 },
        { minute: 2 * DAY + 10, value: 0 },
      ];
      const states = alarmStates(alarmNamed(id), runs, 3 * DAY);

      expect(new Set(states.slice(HOUR, 2 * DAY + 10))).toEqual(new Set(['ALARM']));
      expect(new Set(states.slice(2 * DAY + 2 * HOUR))).toEqual(new Set(['OK']));
    },
  );
});

describe.each([
  ['reconcile-missing', 'reconcile-catalog-errors'],
  ['asset-reconcile-missing', 'asset-reconcile-errors'],
])('a reconciliation that does not come to its end (%s)', (missing, refused) => {
  const alarm = alarmNamed(missing);

  it('sets off the alarm 30 hours after the last completed pass', () => {
    const states = alarmStates(alarm, counted(0, DAY), 3 * DAY);

    expect(states.indexOf('ALARM', DAY)).toBe(DAY + 31 * HOUR);
  });

  it('does not set off the alarm where it takes some hours longer than the day before', () => {
    const states = alarmStates(alarm, counted(0, DAY + 5 * HOUR, 2 * DAY), 3 * DAY);

    expect(states.indexOf('ALARM', HOUR)).toBe(-1);
  });

  it('sets off the alarm where no pass ever completed', () => {
    expect(alarmStates(alarm, [], HOUR)).toContain('ALARM');
  });

  it('sets off the alarm for errors sooner where each hour fails, and not after a single failure', () => {
    const errors = alarmNamed(refused);

    expect(goesOff(errors, counted(0, 60, 120, 180))).toBeLessThanOrEqual(4 * HOUR);
    expect(mayGoOff(errors, counted(0, 1, 3, 60))).toBe(false);
  });
});

describe('every alarm', () => {
  const own = [...Object.values(REGISTER_METRICS), ...Object.values(RECONCILE_METRICS)].map(String);

  it('uses a metric that our Lambdas or AWS write', () => {
    for (const { metric } of alarms) {
      if ([METRIC_NAMESPACE, ASSET_NAMESPACE].includes(metric.namespace)) expect(own).toContain(metric.name);
      else expect(metric.namespace).toMatch(/^AWS\/(SQS|Lambda|SNS)$/);
    }
  });

  it('has a unique name, also among the alarms of the asset register', () => {
    expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
  });

  it('stays within the limits of CloudWatch', () => {
    for (const { periodSeconds, periods, breachingPeriods, description } of alarms) {
      expect(periodSeconds * periods).toBeLessThanOrEqual(periodSeconds < 3600 ? 86_400 : 604_800);
      expect(breachingPeriods).toBeLessThanOrEqual(periods);
      expect(description.length).toBeLessThanOrEqual(1024);
    }
  });

  it('has the days of the configuration in its description', () => {
    const [overdue] = collectorAlarms({ region: 'eu-west-1', overdueAfterDays: 3 }).slice(-1);

    expect(overdue?.description).toContain('for more than 3 days');
  });
});

describe('docs/runbook.md', () => {
  const runbook = readFileSync(join(__dirname, '../../../docs/runbook.md'), 'utf8');
  const sections = new Map(
    runbook
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
  );

  it('has a section for every alarm, in their order, and no other section for alarms', () => {
    expect([...sections.keys()].filter((heading) => heading.startsWith('s3inventory-'))).toEqual(
      alarms.map(({ name }) => name),
    );
  });

  it('has the parts "It means", "Look" and "Do" in each section', () => {
    for (const { name } of alarms) expect(sections.get(name)).toMatch(/\*\*It means\*\*[^]*\*\*Look\*\*[^]*\*\*Do\*\*/);
  });

  it('is linked from every alarm, with the section', () => {
    for (const { name, description } of alarms)
      expect(description).toMatch(new RegExp(`\\. What to do: docs/runbook\\.md#${name}$`));
  });

  it('lists them all in the table', () => {
    for (const { name } of alarms) expect(runbook).toContain(`| [\`${name}\`](#${name})`);
  });
});
