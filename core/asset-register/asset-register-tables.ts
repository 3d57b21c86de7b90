import type { Config } from '../config/schema';
import { destinationBucketName, ASSET_DATABASE } from '../names/names';
import { reconcileHint } from '../reconcile/hint';
import type { ReconciledTables } from '../reconcile/reconcile-organization';
import { reconcileAssetRegister } from './reconcile-asset-register';
import type { AssetRegisterReconcileSteps } from './asset-register-reconciler';
import { stackName } from '../names/stack-names';

/** The tables of the asset register, which show the reports of all Regions. */
export const assetRegisterTables = (
  { destination: { account, homeRegion } }: Config,
  inRegion: (region: string) => Omit<AssetRegisterReconcileSteps, 'onChange'>,
): ReconciledTables => ({
  run: (region, options, onChange) => reconcileAssetRegister(region, options, { ...inRegion(region), onChange }),
  hint: (code, region) =>
    reconcileHint(code, {
      account,
      missing: `Apply the stacks ${stackName.assetRegister} and ${stackName.collector(region)}: they make the buckets, and the database ${ASSET_DATABASE} in ${homeRegion}.`,
      needed: `list and read its bucket ${destinationBucketName(region, account)}, and read and write the tables of ${ASSET_DATABASE} in ${homeRegion}`,
    }),
});
