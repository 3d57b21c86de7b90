import * as z from 'zod/mini';
import { COLLECTOR_ENVIRONMENT } from '../core/catalog/collector-environment';
import { Orgs3Error } from '../core/errors';
import type { ReportScope } from '../core/inventory/report-key';

/** What the collector stack tells each of its Lambdas. */
export interface CollectorSettings extends ReportScope {
  /** Owns bucket, database and Lambda: 12 digits. */
  readonly destinationAccount: string;
  readonly database: string;
  readonly region: string;
  /** Emulators only. */
  readonly endpoint: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const required = (allowed: string, form = /./) => z.string({ error: allowed }).check(z.regex(form, { error: allowed }));

const environmentSchema = z.object({
  [COLLECTOR_ENVIRONMENT.destinationAccount]: required('an account id of 12 digits', /^\d{12}$/),
  [COLLECTOR_ENVIRONMENT.destinationBucket]: required('a bucket name'),
  [COLLECTOR_ENVIRONMENT.destinationPrefix]: required('a key prefix without "/" at its ends', /^[^/](.*[^/])?$/),
  [COLLECTOR_ENVIRONMENT.configurationId]: required('an inventory configuration id'),
  [COLLECTOR_ENVIRONMENT.database]: required('the name of a Glue database'),
  [COLLECTOR_ENVIRONMENT.endpoint]: z.optional(z.string()),
  AWS_REGION: required('a Region code, as Lambda sets it'),
});

/**
 * Reads the environment of a collector's Lambda.
 *
 * @param name the Lambda's, for the error
 * @throws Orgs3Error naming every variable that is missing or wrong
 */
export function readEnvironment(name: string, environment: Environment): CollectorSettings {
  const parsed = environmentSchema.safeParse(environment, { reportInput: true });
  if (!parsed.success) throw unusable(name, parsed.error.issues);
  const { data } = parsed;
  return {
    destinationAccount: data[COLLECTOR_ENVIRONMENT.destinationAccount],
    destinationBucket: data[COLLECTOR_ENVIRONMENT.destinationBucket],
    destinationPrefix: data[COLLECTOR_ENVIRONMENT.destinationPrefix],
    configurationId: data[COLLECTOR_ENVIRONMENT.configurationId],
    database: data[COLLECTOR_ENVIRONMENT.database],
    region: data.AWS_REGION,
    endpoint: data[COLLECTOR_ENVIRONMENT.endpoint],
  };
}

function unusable(name: string, issues: readonly z.core.$ZodIssue[]): Orgs3Error {
  const problems = issues.map(
    ({ path, input, message }) =>
      `${path.join('.')}: found ${input === undefined ? 'nothing' : JSON.stringify(input)}, allowed: ${message}`,
  );
  return new Orgs3Error(`The environment of ${name} is not usable. ${problems.join('; ')}`, {
    next: 'apply the stack collector-<region> again: it sets these variables',
  });
}
