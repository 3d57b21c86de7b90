import { registeredDt } from '../catalog/partitions';
import type { CatalogPartition } from '../catalog/catalog';
import { DAY, readDt } from '../text/time';

/** Numbers of source buckets in a Region by the age of their newest reports. */
export interface ReportAges {
  /** Buckets whose newest report has been overdue for up to two weeks. */
  readonly overdue: number;
  /** Buckets that have been overdue for longer: most of them no longer exist, or are no longer selected. */
  readonly silent: number;
}

export const NO_AGES: ReportAges = { overdue: 0, silent: 0 };

const SILENT_AFTER = 14 * DAY;

/**
 * Adds a page of a `latest` table to the counts. Buckets without any report are in no table; `orgs3 status` lists them.
 *
 * @param overdueAfter age from which a newest report is overdue, in milliseconds
 * @param now epoch milliseconds
 */
export function withAges(
  ages: ReportAges,
  page: readonly CatalogPartition[],
  { overdueAfter, now }: { readonly overdueAfter: number; readonly now: number },
): ReportAges {
  let { overdue, silent } = ages;
  for (const partition of page) {
    const scanStarted = readDt(registeredDt(partition) ?? '');
    if (scanStarted === undefined || now - scanStarted <= overdueAfter) continue;
    if (now - scanStarted <= overdueAfter + SILENT_AFTER) overdue += 1;
    else silent += 1;
  }
  return { overdue, silent };
}
