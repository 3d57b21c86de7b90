import type { ReportKey } from '../report/report-key';
import { DAY } from '../text/time';
import { copyLocation } from './copy-report';

/** The rules for copies: the asset register shows reports at their own location, or copies of them. */
export interface CopyPolicy {
  readonly mode: 'reference' | 'copy';
  /** The bucket of copies. In the mode `reference` it can hold copies from an earlier time. */
  readonly bucket: string;
  /** Days until a copy expires. */
  readonly days: number;
}

/**
 * The location at which the asset register has to show a report; `undefined` if a copy would have expired by now, so that the report
 * need not be shown.
 *
 * @param now epoch milliseconds
 */
export function locationOf(key: ReportKey, { mode, bucket, days }: CopyPolicy, now: number): string | undefined {
  if (mode === 'reference') return key.location;
  return now - key.scanStarted > days * DAY ? undefined : copyLocation(key, bucket);
}
