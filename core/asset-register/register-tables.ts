import type { Config } from '../config/schema';
import { destinationBucketName, REGISTER_DATABASE } from '../names/names';
import { reconcileHint } from '../reconcile/hint';
import type { ReconciledTables } from '../reconcile/reconcile-organization';
import { reconcileRegister } from './reconcile-register';
import type { RegisterReconcileSteps } from './register-reconciler';

/** The tables of the asset register, which show the reports of all Regions. */
export const registerTables = (
  { destination: { account, homeRegion } }: Config,
  inRegion: (region: string) => Omit<RegisterReconcileSteps, 'onChange'>,
): ReconciledTables => ({
  run: (region, options, onChange) => reconcileRegister(region, options, { ...inRegion(region), onChange }),
  hint: (code, region) =>
    reconcileHint(code, {
      account,
      missing: `Apply the stacks register and collector-${region}: they make the buckets, and the database ${REGISTER_DATABASE} in ${homeRegion}.`,
      needed: `list and read its bucket ${destinationBucketName(region, account)}, and read and write the tables of ${REGISTER_DATABASE} in ${homeRegion}`,
    }),
});
