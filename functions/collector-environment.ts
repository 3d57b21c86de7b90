import * as z from 'zod/mini';
import type { RegisterPlace } from '../adapters/calls/register-calls';
import { COLLECTOR_ENVIRONMENT } from '../core/catalog/collector-environment';
import { Orgs3Error } from '../core/errors';
import type { CopyPolicy } from '../core/asset-register/location-of';
import { destinationBucketName } from '../core/names/names';
import type { ReportScope } from '../core/report/report-key';

/** What the collector stack tells each of its Lambdas. */
export interface CollectorSettings extends ReportScope {
  /** Owns bucket, database and Lambda: 12 digits. */
  readonly destinationAccount: string;
  readonly database: string;
  readonly region: string;
  /** Emulators only. */
  readonly endpoint: string | undefined;
}

/** Where the reports of a Region are expected. */
export const scopeOf = (
  region: string,
  { destinationAccount, destinationPrefix, configurationId }: CollectorSettings,
): ReportScope => ({
  destinationBucket: destinationBucketName(region, destinationAccount),
  destinationPrefix,
  configurationId,
});

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
  const data = parseEnvironment(name, environmentSchema, environment);
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

const stateBucket = { [COLLECTOR_ENVIRONMENT.stateBucket]: required('a bucket name') };

/** As `readEnvironment`, for the bucket that holds how far a reconciliation has come. */
export const readStateBucket = (name: string, environment: Environment): string =>
  parseEnvironment(name, z.object(stateBucket), environment)[COLLECTOR_ENVIRONMENT.stateBucket];

const reconcileSchema = z.object({
  [COLLECTOR_ENVIRONMENT.overdueAfterDays]: required('a number of days', /^[1-9]\d{0,2}$/),
  ...stateBucket,
});

/** What only `reconcile-catalog` is told. */
export interface ReconcileSettings {
  /** A bucket whose newest report is older is overdue. */
  readonly overdueAfterDays: number;
  /** Holds how far the reconciliation has come. */
  readonly stateBucket: string;
}

/** As `readEnvironment`, for the rest of what `reconcile-catalog` is told. */
export function readReconcileEnvironment(name: string, environment: Environment): ReconcileSettings {
  const data = parseEnvironment(name, reconcileSchema, environment);
  return {
    overdueAfterDays: Number(data[COLLECTOR_ENVIRONMENT.overdueAfterDays]),
    stateBucket: data[COLLECTOR_ENVIRONMENT.stateBucket],
  };
}

const registerSchema = z.object({
  [COLLECTOR_ENVIRONMENT.regions]: required('Region codes with commas between', /^[a-z0-9-]+(,[a-z0-9-]+)*$/),
  [COLLECTOR_ENVIRONMENT.registerLocation]: required('a folder: s3://…/', /^s3:\/\/.+\/$/),
  [COLLECTOR_ENVIRONMENT.registerMode]: z.enum(['reference', 'copy'], { error: '"reference" or "copy"' }),
  [COLLECTOR_ENVIRONMENT.copiesBucket]: required('a bucket name'),
  [COLLECTOR_ENVIRONMENT.copiesDays]: required('a number of days', /^[1-9]\d{0,4}$/),
});

/** What only the register's Lambdas are told. */
export interface RegisterSettings {
  /** Whose reports are taken. */
  readonly regions: readonly string[];
  /** The folder of the register's tables; ends in `/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
}

/** Where the register is kept, and whose reports it shows, as its adapters take it. */
export const registerPlace = (settings: CollectorSettings & RegisterSettings): RegisterPlace => ({
  ...settings,
  account: settings.destinationAccount,
  scopeOf: (region) => scopeOf(region, settings),
});

/** As `readEnvironment`, for the rest of what `register-asset` is told. */
export function readRegisterEnvironment(name: string, environment: Environment): RegisterSettings {
  const data = parseEnvironment(name, registerSchema, environment);
  return {
    regions: data[COLLECTOR_ENVIRONMENT.regions].split(','),
    location: data[COLLECTOR_ENVIRONMENT.registerLocation],
    copies: {
      mode: data[COLLECTOR_ENVIRONMENT.registerMode],
      bucket: data[COLLECTOR_ENVIRONMENT.copiesBucket],
      days: Number(data[COLLECTOR_ENVIRONMENT.copiesDays]),
    },
  };
}

function parseEnvironment<Schema extends z.ZodMiniType>(
  name: string,
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const parsed = schema.safeParse(environment, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, input, message }) =>
      `${path.join('.')}: found ${input === undefined ? 'nothing' : JSON.stringify(input)}, allowed: ${message}`,
  );
  throw new Orgs3Error(`The environment of ${name} is not usable. ${problems.join('; ')}`, {
    next: 'apply the stack again that made it, collector-<region> or register: it sets these variables',
  });
}
