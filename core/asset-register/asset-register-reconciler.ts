import type { Catalog } from '../catalog/catalog';
import type { Outcome } from '../catalog/outcome';
import type { FileCheck } from '../report/data-files';
import type { ReportFiles } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import type { ReconcileScope, ReconcileSteps } from '../reconcile/steps';
import type { CopyFiles } from './damaged-copies';
import type { FoundReport } from './found-report';

/** The outside world, as reconciling the register with one Region needs it. All calls throw `AwsCallError` where AWS refuses. */
export interface AssetRegisterReconcileSteps extends Pick<ReconcileSteps, 'folders' | 'sizesBelow' | 'onChange'> {
  /** The register's. */
  readonly catalog: Catalog;
  /** The reports in the folder of a bucket's reports. */
  readonly reports: (folder: string) => Promise<readonly FoundReport[]>;
  /** The register's bucket, which holds the copies of reports. */
  readonly copiesBucket: string;
  /** The `dt` of the copies in a folder of the register's bucket: see `copiesFolder`. */
  readonly copies: (folder: string) => Promise<ReadonlySet<string>>;
  /** The files of copies. */
  readonly copyFiles: CopyFiles;
  /** Copies of reports whose scan began earlier have expired: epoch milliseconds. */
  readonly copiesExpiredBefore: () => number;
  /** Returns the location that the asset register has to show for a report; `undefined` for a report that it need not show. */
  readonly locationOf: (key: ReportKey) => string | undefined;
  /** A report's two control files: what a dry run judges by. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Brings reports into the register, as `registerAssets` does. Throws nothing. */
  readonly register: (keys: readonly ReportKey[], check: FileCheck) => Promise<ReadonlyMap<ReportKey, Outcome>>;
}

/** The scope, Region and calls of a reconciliation of the asset register. */
export interface AssetRegisterReconciler {
  readonly scope: ReconcileScope;
  /** The Region of the reports. */
  readonly region: string;
  readonly steps: AssetRegisterReconcileSteps;
}
