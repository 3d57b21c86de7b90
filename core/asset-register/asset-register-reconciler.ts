import type { Catalog } from '../catalog/catalog';
import type { Outcome } from '../catalog/outcome';
import type { ReportFormat } from '../report/fields';
import type { ReportFiles } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import type { ReconcileScope, ReconcileSteps } from '../reconcile/steps';
import type { FoundReport } from './found-report';

/** The calls that reconciling the asset register with one Region makes. All of them throw `AwsCallError` if AWS refuses. */
export interface AssetRegisterReconcileSteps extends Pick<ReconcileSteps, 'folders' | 'onChange'> {
  /** The catalog of the asset register. */
  readonly catalog: Catalog;
  /** Lists the reports in a source bucket's folder. */
  readonly reports: (folder: string) => Promise<readonly FoundReport[]>;
  /** The bucket of copies. */
  readonly copiesBucket: string;
  /** Lists the `dt` of all copies in a folder of the bucket of copies: see `copiesFolder`. */
  readonly copies: (folder: string) => Promise<ReadonlySet<string>>;
  /** The location at which the asset register has to show a report; `undefined` if it need not show it. */
  readonly locationOf: (key: ReportKey) => string | undefined;
  /** Reads a report's two control files, for a dry run. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Registers reports in the asset register, as `registerAssets` does. Never throws. */
  readonly register: (keys: readonly ReportKey[]) => Promise<ReadonlyMap<ReportKey, Outcome>>;
}

/** The context in which a group of buckets is reconciled. */
export interface AssetRegisterReconciler {
  readonly scope: ReconcileScope;
  /** The Region whose reports are compared with the asset register. */
  readonly region: string;
  readonly steps: AssetRegisterReconcileSteps;
  /** The formats whose tables exist. */
  readonly formats: ReadonlySet<ReportFormat>;
}
