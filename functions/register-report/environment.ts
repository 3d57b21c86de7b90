import * as z from 'zod/mini';
import { REGISTER_ENVIRONMENT } from '../../core/catalog/register-environment';
import { Orgs3Error } from '../../core/errors';
import type { ReportScope } from '../../core/inventory/report-key';

/** What the collector stack tells the Lambda. */
export interface RegisterSettings extends ReportScope {
  /** Owns bucket, database and Lambda: 12 digits. */
  readonly destinationAccount: string;
  readonly database: string;
  readonly region: string;
  /** Emulators only. */
  readonly endpoint: string | undefined;
}

const required = (allowed: string, form = /./) => z.string({ error: allowed }).check(z.regex(form, { error: allowed }));

const environmentSchema = z.object({
  [REGISTER_ENVIRONMENT.destinationAccount]: required('an account id of 12 digits', /^\d{12}$/),
  [REGISTER_ENVIRONMENT.destinationBucket]: required('a bucket name'),
  [REGISTER_ENVIRONMENT.destinationPrefix]: required('a key prefix without "/" at its ends', /^[^/](.*[^/])?$/),
  [REGISTER_ENVIRONMENT.configurationId]: required('an inventory configuration id'),
  [REGISTER_ENVIRONMENT.database]: required('the name of a Glue database'),
  [REGISTER_ENVIRONMENT.endpoint]: z.optional(z.string()),
  AWS_REGION: required('a Region code, as Lambda sets it'),
});

/**
 * Reads the Lambda's environment.
 *
 * @throws Orgs3Error naming every variable that is missing or wrong
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): RegisterSettings {
  const parsed = environmentSchema.safeParse(environment, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, input, message }) =>
        `${path.join('.')}: found ${input === undefined ? 'nothing' : JSON.stringify(input)}, allowed: ${message}`,
    );
    throw new Orgs3Error(`The environment of register-report is not usable. ${problems.join('; ')}`, {
      next: 'apply the stack collector-<region> again: it sets these variables',
    });
  }
  const { data } = parsed;
  return {
    destinationAccount: data[REGISTER_ENVIRONMENT.destinationAccount],
    destinationBucket: data[REGISTER_ENVIRONMENT.destinationBucket],
    destinationPrefix: data[REGISTER_ENVIRONMENT.destinationPrefix],
    configurationId: data[REGISTER_ENVIRONMENT.configurationId],
    database: data[REGISTER_ENVIRONMENT.database],
    region: data.AWS_REGION,
    endpoint: data[REGISTER_ENVIRONMENT.endpoint],
  };
}
