import * as z from 'zod/mini';
import type { AssetRegisterPlace } from '../adapters/calls/asset-register-calls';
import { stackName } from '../core/names/stack-names';
import { COLLECTOR_ENVIRONMENT } from '../core/catalog/collector-environment';
import { Orgs3Error } from '../core/errors';
import type { CopyPolicy } from '../core/asset-register/location-of';
import { destinationBucketName } from '../core/names/names';
import type { ReportScope } from '../core/report/report-key';

/** Settings that the collector stack gives to each of its Lambdas. */
export interface CollectorSettings extends ReportScope {
  /** Account that owns bucket, database and Lambda: 12 digits. */
  readonly destinationAccount: string;
  readonly database: string;
  readonly region: string;
  /** An emulator's address. */
  readonly endpoint: string | undefined;
}

/** Returns the place of a Region's reports: destination bucket, prefix and configuration id. */
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
 * @param name name of the Lambda, for the error
 * @throws Orgs3Error that names every variable that is missing or wrong
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

const retentionVariables = { [COLLECTOR_ENVIRONMENT.reportsDays]: required('a number of days', /^[1-9]\d{0,4}$/) };
const retentionSchema = z.object(retentionVariables);

/** The retention of reports. */
export interface RetentionSettings {
  /** Days after its scan for which a report is shown. */
  readonly reportsDays: number;
}

/** Reads the retention of reports; throws as `readEnvironment` does. */
export const readRetention = (name: string, environment: Environment): RetentionSettings => ({
  reportsDays: Number(parseEnvironment(name, retentionSchema, environment)[COLLECTOR_ENVIRONMENT.reportsDays]),
});

const passVariables = { [COLLECTOR_ENVIRONMENT.stateBucket]: required('a bucket name'), ...retentionVariables };
const passSchema = z.object(passVariables);

/** Settings of the two Lambdas that reconcile. */
export interface PassSettings extends RetentionSettings {
  /** Bucket that holds the progress of the reconciliation. */
  readonly stateBucket: string;
}

/** Reads the settings of the two Lambdas that reconcile; throws as `readEnvironment` does. */
export function readPassSettings(name: string, environment: Environment): PassSettings {
  const data = parseEnvironment(name, passSchema, environment);
  return {
    stateBucket: data[COLLECTOR_ENVIRONMENT.stateBucket],
    reportsDays: Number(data[COLLECTOR_ENVIRONMENT.reportsDays]),
  };
}

const reconcileSchema = z.object({
  [COLLECTOR_ENVIRONMENT.overdueAfterDays]: required('a number of days', /^[1-9]\d{0,2}$/),
  ...passVariables,
});

/** Settings of `reconcile-catalog` alone. */
export interface ReconcileSettings extends PassSettings {
  /** Age in days after which a bucket's newest report is overdue. */
  readonly overdueAfterDays: number;
}

/** Reads the settings of `reconcile-catalog` alone; throws as `readEnvironment` does. */
export function readReconcileEnvironment(name: string, environment: Environment): ReconcileSettings {
  const data = parseEnvironment(name, reconcileSchema, environment);
  return {
    overdueAfterDays: Number(data[COLLECTOR_ENVIRONMENT.overdueAfterDays]),
    stateBucket: data[COLLECTOR_ENVIRONMENT.stateBucket],
    reportsDays: Number(data[COLLECTOR_ENVIRONMENT.reportsDays]),
  };
}

const assetRegisterSchema = z.object({
  [COLLECTOR_ENVIRONMENT.regions]: required('Region codes, separated by commas', /^[a-z0-9-]+(,[a-z0-9-]+)*$/),
  [COLLECTOR_ENVIRONMENT.assetRegisterLocation]: required('a folder: s3://…/', /^s3:\/\/.+\/$/),
  [COLLECTOR_ENVIRONMENT.assetRegisterMode]: z.enum(['reference', 'copy'], { error: '"reference" or "copy"' }),
  [COLLECTOR_ENVIRONMENT.copiesBucket]: required('a bucket name'),
  [COLLECTOR_ENVIRONMENT.copiesDays]: required('a number of days', /^[1-9]\d{0,4}$/),
});

/** Settings of the asset register's Lambdas alone. */
export interface AssetRegisterSettings {
  /** Regions whose reports are registered. */
  readonly regions: readonly string[];
  /** The folder of the register's tables; ends in `/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
}

/** Makes the asset register's place, as its adapters need it, of the settings. */
export const assetRegisterPlace = (settings: CollectorSettings & AssetRegisterSettings): AssetRegisterPlace => ({
  ...settings,
  account: settings.destinationAccount,
  scopeOf: (region) => scopeOf(region, settings),
});

/** Reads the settings of the asset register's Lambdas alone; throws as `readEnvironment` does. */
export function readAssetRegisterEnvironment(name: string, environment: Environment): AssetRegisterSettings {
  const data = parseEnvironment(name, assetRegisterSchema, environment);
  return {
    regions: data[COLLECTOR_ENVIRONMENT.regions].split(','),
    location: data[COLLECTOR_ENVIRONMENT.assetRegisterLocation],
    copies: {
      mode: data[COLLECTOR_ENVIRONMENT.assetRegisterMode],
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
    next: `Apply the stack of the Lambda again, ${stackName.collector('<region>')} or ${stackName.assetRegister}: it sets these variables.`,
  });
}
