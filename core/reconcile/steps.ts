import type { Catalog } from '../catalog/catalog';
import type { ListSizes } from '../report/data-files';
import type { ReportFiles } from '../report/manifest';
import type { ReportKey, ReportScope } from '../report/report-key';
import type { Change } from './changes';

/** AWS calls of a run. All of them throw an `AwsCallError` where AWS refuses. */
export interface ReconcileSteps {
  /** Full paths of the folders directly below a folder of the destination bucket, each ending in `/`: one page per call, in S3's order. */
  readonly folders: (folder: string) => AsyncIterable<readonly string[]>;
  readonly readReport: (key: ReportKey) => Promise<ReportFiles>;
  /** Objects below a folder of the destination bucket. */
  readonly sizesBelow: ListSizes;
  readonly catalog: Catalog;
  /** Called with each change at once, so that changes need not be stored. */
  readonly onChange: (change: Change) => void;
}

/** Scope of a run. */
export interface ReconcileScope extends ReportScope {
  /** Reports changes without making them. */
  readonly dryRun: boolean;
  /** Epoch milliseconds. Reports completed later are left to their events. */
  readonly completeBefore: number;
  /** A report whose scan began earlier has expired, though its files may still be there: epoch milliseconds. */
  readonly expiredBefore: number;
  /** Reads the files of every report that the tables show, too: see `findDamaged`. */
  readonly verify?: boolean;
}
