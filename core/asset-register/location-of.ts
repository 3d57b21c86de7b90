import type { ReportKey } from '../report/report-key';
import { DAY } from '../text/time';
import { copyLocation } from './copy-report';

/** Whether the register shows reports where they lie, or copies of them. */
export interface CopyPolicy {
  readonly mode: 'reference' | 'copy';
  /** The register's bucket: it holds copies also of an earlier time, when the mode was another. */
  readonly bucket: string;
  /** How long copies are kept. */
  readonly days: number;
}

/**
 * Where the register has to show a report. A report whose copy would have expired by now need not be shown: `undefined`.
 *
 * @param now epoch milliseconds
 */
export function locationOf(key: ReportKey, { mode, bucket, days }: CopyPolicy, now: number): string | undefined {
  if (mode === 'reference') return key.location;
  return now - key.scanStarted > days * DAY ? undefined : copyLocation(key, bucket);
}
