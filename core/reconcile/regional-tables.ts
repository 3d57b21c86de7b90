import type { Config } from '../config/schema';
import { DATABASE, destinationBucketName } from '../names/names';
import { stackName } from '../names/stack-names';
import { reconcileHint } from './hint';
import type { ReconciledTables } from './reconcile-organization';
import { reconcileRegion } from './reconcile-region';
import type { ReconcileSteps } from './steps';

/** Reconciliation of the tables of each Region. */
export const regionalTables = (
  { destination: { account } }: Config,
  inRegion: (region: string) => Omit<ReconcileSteps, 'onChange'>,
): ReconciledTables => ({
  run: (region, options, onChange) => reconcileRegion(options, { ...inRegion(region), onChange }),
  hint: (code, region) =>
    reconcileHint(code, {
      account,
      missing: `Apply the stack ${stackName.collector(region)}: it creates the destination bucket and the database ${DATABASE}.`,
      needed: `list and read its bucket ${destinationBucketName(region, account)}, and read and write the tables of ${DATABASE}`,
    }),
});
