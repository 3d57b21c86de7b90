import type { Frequency } from '../report/fields';
import { DAY, HOUR } from '../text/time';

/**
 * How long S3 may take for the first report of a configuration.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export const FIRST_REPORT = 48 * HOUR;

const PERIOD: Readonly<Record<Frequency, number>> = { Daily: DAY, Weekly: 7 * DAY };
/** A report appears many hours after its scan began, and the next one as many after the next scan. */
const GRACE = DAY;

/** What is known of a bucket that owes reports. Moments are epoch milliseconds. */
export interface ReportFacts {
  /** Start of the newest report's scan; `undefined` where there is no report. */
  readonly newest: number | undefined;
  readonly frequency: Frequency;
  /** The configuration cannot be older than this; `undefined` where nothing tells. */
  readonly configuredAfter: number | undefined;
}

/** Whether a bucket's next report is overdue, and the moment until which it is not. */
export interface Judgement {
  /** `waiting`: there is no report yet, and S3 has time left for the first one. */
  readonly report: 'current' | 'waiting' | 'overdue';
  /** Epoch milliseconds; `undefined` where nothing tells when the first report was to come. */
  readonly due: number | undefined;
}

/**
 * A first report has 48 hours from the latest moment that the configuration cannot be older than; any other one has its
 * period and a day more, from the start of the scan before.
 */
export function judgeReport({ newest, frequency, configuredAfter }: ReportFacts, now: number): Judgement {
  if (newest === undefined) {
    const due = configuredAfter === undefined ? undefined : configuredAfter + FIRST_REPORT;
    return { report: due !== undefined && now <= due ? 'waiting' : 'overdue', due };
  }
  const due = newest + PERIOD[frequency] + GRACE;
  return { report: now > due ? 'overdue' : 'current', due };
}
