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
  /** Where the register has to show a report; `undefined` for one that it need not show. */
  readonly locationOf: (key: ReportKey) => string | undefined;
  /** A report's two control files: what a dry run judges by. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Brings reports into the register, as `registerAssets` does. Throws nothing. */
  readonly register: (keys: readonly ReportKey[], check: FileCheck) => Promise<ReadonlyMap<ReportKey, Outcome>>;
}

/** What a group of buckets is reconciled with. */
export interface AssetRegisterReconciler {
  readonly scope: ReconcileScope;
  /** Whose reports are compared with the register. */
  readonly region: string;
  readonly steps: AssetRegisterReconcileSteps;
}
