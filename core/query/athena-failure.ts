import { Orgs3Error } from '../errors';
import { WORKGROUP } from '../names/names';

/** The end of a query as `GetQueryExecution` tells it. */
export interface AthenaStatus {
  readonly State?: string | undefined;
  readonly StateChangeReason?: string | undefined;
  readonly AthenaError?: { readonly ErrorMessage?: string | undefined } | undefined;
}

/** Athena's reasons, and what helps. The first that fits counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /TABLE_NOT_FOUND|Table .* (does not exist|not found)/i,
    'If the name is right, no report has been registered there yet: S3 takes up to 48 hours for the first one.',
  ],
  [
    /COLUMN_NOT_FOUND|cannot be resolved/i,
    'DESCRIBE inventory_latest shows the columns; a report has those that inventory.fields asks for.',
  ],
  [/bytes scanned limit/i, 'Name fewer columns, or filter on bucketname or dt, so that less is scanned.'],
  [
    /access denied|AccessDenied|not authorized|Lake Formation/i,
    'Use credentials of the destination account that may read the reports and their key: "orgs3 policy reader" prints what asking needs.',
  ],
  [/exhausted resources|EXCEEDED_/i, 'Ask for less at once: filter on bucketname or dt, or drop ORDER BY.'],
];

/** Why a finished query has no answer; undefined where it succeeded. */
export function athenaFailure(region: string, id: string, status: AthenaStatus): Orgs3Error | undefined {
  if (status.State === 'SUCCEEDED') return undefined;
  const reason = status.StateChangeReason ?? status.AthenaError?.ErrorMessage ?? 'Athena gave no reason';
  const outcome = status.State === 'CANCELLED' ? 'was cancelled' : 'failed';
  const remedy = REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];
  return new Orgs3Error(`The Athena query ${id} in ${region} ${outcome}: ${reason}`, {
    next: remedy ?? `Correct the statement; the Athena console shows the query in the workgroup ${WORKGROUP}.`,
  });
}
