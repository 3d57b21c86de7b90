import type { Alarm } from '../../../core/monitoring/alarms';

/** A value of the alarm's metric; `minute` counts from the start. */
export interface Point {
  readonly minute: number;
  readonly value: number;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/**
 * The state of an alarm after each minute, as CloudWatch evaluates the points. Periods end at `offset` minutes and whole periods
 * after it. `ignore` is modelled for alarms with one period.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function alarmStates(alarm: Alarm, points: readonly Point[], minutes: number, offset = 0): AlarmState[] {
  const period = alarm.periodSeconds / 60;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return Array.from({ length: minutes + 1 }, (_, minute) => {
    if ((minute - offset) % period === 0) {
      const breaches = Array.from({ length: alarm.periods }, (_none, index) =>
        breachesIn(alarm, points, minute - (index + 1) * period),
      );
      if (!breaches.includes(undefined)) {
        state = breaches.filter((breach) => breach === true).length >= alarm.breachingPeriods ? 'ALARM' : 'OK';
      }
    }
    return state;
  });
}

/** True where the period that begins at a minute breaches the threshold; `undefined` where the state stays. */
function breachesIn(alarm: Alarm, points: readonly Point[], start: number): boolean | undefined {
  const end = start + alarm.periodSeconds / 60;
  const values = points.filter(({ minute }) => minute >= start && minute < end).map(({ value }) => value);
  if (values.length === 0) return alarm.missingData === 'ignore' ? undefined : alarm.missingData === 'breaching';
  const value = alarm.statistic === 'Sum' ? values.reduce((sum, each) => sum + each, 0) : Math.max(...values);
  return alarm.breach === 'GreaterThanThreshold' ? value > alarm.threshold : value < alarm.threshold;
}

/** The latest minute at which the alarm goes off, over all offsets of its periods; `undefined` where it may not go off. */
export function goesOff(alarm: Alarm, points: readonly Point[], minutes = 300): number | undefined {
  const period = alarm.periodSeconds / 60;
  const moments = Array.from({ length: period }, (_, offset) =>
    alarmStates(alarm, points, minutes, offset).indexOf('ALARM'),
  );
  return moments.includes(-1) ? undefined : Math.max(...moments);
}

/** True where the alarm goes off for at least one offset of its periods. */
export function mayGoOff(alarm: Alarm, points: readonly Point[], minutes = 300): boolean {
  const period = alarm.periodSeconds / 60;
  return Array.from({ length: period }, (_, offset) => offset).some((offset) =>
    alarmStates(alarm, points, minutes, offset).includes('ALARM'),
  );
}
