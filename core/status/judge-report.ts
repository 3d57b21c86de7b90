import type { Frequency } from '../report/fields';
import { DAY, HOUR } from '../text/time';

/**
 * Time that S3 may take for the first report of a configuration.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export const FIRST_REPORT = 48 * HOUR;

const PERIOD: Readonly<Record<Frequency, number>> = { Daily: DAY, Weekly: 7 * DAY };
/** Time from the start of a scan until its report appears: many hours, and not always the same. */
const GRACE = DAY;

/** Known facts about a bucket whose reports are expected. Times are in epoch milliseconds. */
export interface ReportFacts {
  /** Start of the newest report's scan; `undefined` where there is no report. */
  readonly newest: number | undefined;
  readonly frequency: Frequency;
  /** Earliest possible creation time of the configuration; `undefined` where it is unknown. */
  readonly configuredAfter: number | undefined;
}

/** State of a bucket's reports, with the due time of the next report. */
export interface Judgement {
  /** `waiting`: there is no report yet, and the first one is not due. */
  readonly report: 'current' | 'waiting' | 'overdue';
  /** Epoch milliseconds; `undefined` where the due time of the first report is unknown. */
  readonly due: number | undefined;
}

/**
 * Determines the state of a bucket's reports. The first report is due 48 hours after `configuredAfter`; any other report is due
 * one period and a day after the start of the previous scan.
 */
export function judgeReport({ newest, frequency, configuredAfter }: ReportFacts, now: number): Judgement {
  if (newest === undefined) {
    const due = configuredAfter === undefined ? undefined : configuredAfter + FIRST_REPORT;
    return { report: due !== undefined && now <= due ? 'waiting' : 'overdue', due };
  }
  const due = newest + PERIOD[frequency] + GRACE;
  return { report: now > due ? 'overdue' : 'current', due };
}
