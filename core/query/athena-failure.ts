import { Orgs3Error } from '../errors';
import { WORKGROUP } from '../names/names';

/** Final status of a query, from `GetQueryExecution`. */
export interface AthenaStatus {
  readonly State?: string | undefined;
  readonly StateChangeReason?: string | undefined;
  readonly AthenaError?: { readonly ErrorMessage?: string | undefined } | undefined;
}

/** Patterns of Athena's failure reasons, each with an instruction. The first match counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /TABLE_NOT_FOUND|Table .* (does not exist|not found)/i,
    'Check the name. If it is right, wait for the first report: S3 delivers it within 48 hours.',
  ],
  [
    /COLUMN_NOT_FOUND|cannot be resolved/i,
    'Run DESCRIBE inventory_latest to see the columns; inventory.fields in the configuration decides them.',
  ],
  [/bytes scanned limit/i, 'Select fewer columns, or filter on bucketname or dt, so that the query scans less.'],
  [
    /access denied|AccessDenied|not authorized|Lake Formation/i,
    'Use credentials of the destination account that may read the reports and decrypt them: "orgs3 policy reader" prints the policy that queries need.',
  ],
  [
    /NoSuchKey|specified key does not exist/i,
    'Run "orgs3 reconcile --verify", and with --register too for the asset register: it drops reports from the tables that are no longer whole. Then repeat the query.',
  ],
  [/exhausted resources|EXCEEDED_/i, 'Query less data at once: filter on bucketname or dt, or remove ORDER BY.'],
];

/** Describes the failure of a finished query; undefined where it succeeded. */
export function athenaFailure(region: string, id: string, status: AthenaStatus): Orgs3Error | undefined {
  if (status.State === 'SUCCEEDED') return undefined;
  const reason = status.StateChangeReason ?? status.AthenaError?.ErrorMessage ?? 'Athena gave no reason';
  const outcome = status.State === 'CANCELLED' ? 'was cancelled' : 'failed';
  const remedy = REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];
  return new Orgs3Error(`The Athena query ${id} in ${region} ${outcome}: ${reason}`, {
    next: remedy ?? `Correct the statement; the Athena console shows the query in the workgroup ${WORKGROUP}.`,
  });
}
