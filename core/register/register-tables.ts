import type { Config } from '../config/schema';
import { destinationBucketName, REGISTER_DATABASE } from '../inventory/names';
import { signInHint } from '../organization/each-region';
import type { ReconciledTables } from '../reconcile/reconcile-organization';
import { reconcileRegister } from './reconcile-register';
import type { RegisterReconcileSteps } from './register-reconciler';

/** The tables of the asset register, which show the reports of all Regions. */
export const registerTables = (
  { destination }: Config,
  inRegion: (region: string) => Omit<RegisterReconcileSteps, 'onChange'>,
): ReconciledTables => ({
  run: (region, options, onChange) => reconcileRegister(region, options, { ...inRegion(region), onChange }),
  hint: (code, region) => hint(code, region, destination),
});

function hint(code: string, region: string, { account, homeRegion }: Config['destination']): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (/NoSuchBucket|EntityNotFound/.test(code)) {
    return `Apply the stacks register and collector-${region}: they make the buckets, and the database ${REGISTER_DATABASE} in ${homeRegion}.`;
  }
  if (!/AccessDenied/.test(code)) return 'Repeat the command: what is done already is not done again.';
  return (
    `Use credentials of the destination account ${account} that may list and read its bucket ${destinationBucketName(region, account)}, ` +
    `and read and write the tables of ${REGISTER_DATABASE} in ${homeRegion}: "orgs3 policy operator" prints a policy that does.`
  );
}
