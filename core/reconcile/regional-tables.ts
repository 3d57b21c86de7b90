import type { Config } from '../config/schema';
import { DATABASE, destinationBucketName } from '../inventory/names';
import { signInHint } from '../organization/each-region';
import type { ReconciledTables } from './reconcile-organization';
import { reconcileRegion } from './reconcile-region';
import type { ReconcileSteps } from './steps';

/** The tables that each Region has of its own. */
export const regionalTables = (
  { destination: { account } }: Config,
  inRegion: (region: string) => Omit<ReconcileSteps, 'onChange'>,
): ReconciledTables => ({
  run: (region, options, onChange) => reconcileRegion(options, { ...inRegion(region), onChange }),
  hint: (code, region) => hint(code, region, account),
});

function hint(code: string, region: string, account: string): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (/NoSuchBucket|EntityNotFound/.test(code)) {
    return `Apply the stack collector-${region}: it makes the destination bucket and the database ${DATABASE}.`;
  }
  if (!/AccessDenied/.test(code)) return 'Repeat the command: what is done already is not done again.';
  return (
    `Use credentials of the destination account ${account} that may list and read its bucket ` +
    `${destinationBucketName(region, account)}, and read and write the tables of ${DATABASE}: "orgs3 policy operator" prints a policy that does.`
  );
}
