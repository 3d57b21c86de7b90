import { registeredDt } from '../catalog/partitions';
import type { CatalogPartition } from '../catalog/catalog';
import { DAY, readDt } from '../text/time';

/** How old the newest reports of a Region's source buckets are. */
export interface ReportAges {
  /** Buckets whose newest report is older than it may be, by up to two weeks. */
  readonly overdue: number;
  /** Buckets that have been overdue for longer: most of them no longer exist, or are no longer inventoried. */
  readonly silent: number;
}

export const NO_AGES: ReportAges = { overdue: 0, silent: 0 };

const SILENT_AFTER = 14 * DAY;

/**
 * Adds the buckets of a page of a `latest` table. The tables know nothing of a bucket that never reported; `orgs3 status`
 * does.
 *
 * @param overdueAfter how old a newest report may be, in milliseconds
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
