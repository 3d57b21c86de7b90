import type { Catalog } from '../catalog/catalog';
import type { ReportFiles } from '../report/manifest';
import type { ReportKey, ReportScope } from '../report/report-key';
import type { Change } from './changes';

/** The outside world, as a run needs it. All calls throw `AwsCallError` where AWS refuses. */
export interface ReconcileSteps {
  /** Folders directly below a folder of the destination bucket, each whole and ending in `/`: a page a call, in S3's order. */
  readonly folders: (folder: string) => AsyncIterable<readonly string[]>;
  readonly readReport: (key: ReportKey) => Promise<ReportFiles>;
  readonly catalog: Catalog;
  /** Told of each change at once, so that none has to be kept. */
  readonly onChange: (change: Change) => void;
}

/** What a run is about. */
export interface ReconcileScope extends ReportScope {
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** A report that became complete later than this is left to its event: epoch milliseconds. */
  readonly completeBefore: number;
}
