import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Config } from '../../core/config/schema';
import { literal } from './literal';

/** The versions of the AWS provider that have all attributes in use. */
export const AWS_PROVIDER = { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } as const;

/** The name of our sessions in AWS's logs. It is fixed, so that plans show no changes. */
const SESSION_NAME = 'orgs3';

/** The account, Region and role of a provider. */
export interface InventoryProviderProps {
  readonly config: Config;
  /** The account that the provider works in, 12 digits. With credentials of another account it refuses to start. */
  readonly account: string;
  readonly region: string;
  /** ARN of the role to assume. Default: none, the credentials are used as they are. */
  readonly roleArn?: string;
  readonly externalId?: string | undefined;
  /** Session tags for that role. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** Name of the provider alias. Default: none, the provider is the stack's default. */
  readonly alias?: string;
}

/** Adds an AWS provider with our tags, our session name, and the endpoints of an emulator if the configuration has one. */
export function inventoryProvider(scope: Construct, props: InventoryProviderProps): AwsProvider {
  const { config, account, region, roleArn, alias } = props;
  return new AwsProvider(scope, alias === undefined ? 'aws' : `aws-${alias}`, {
    region,
    allowedAccountIds: [account],
    ...(alias === undefined ? {} : { alias }),
    ...(roleArn === undefined ? {} : { assumeRole: [assumedRole(roleArn, props)] }),
    ...(Object.keys(config.tags).length === 0 ? {} : { defaultTags: [{ tags: literalTags(config.tags) }] }),
    ...(config.emulator === undefined ? {} : emulatorSettings(config.emulator.endpoint)),
  });
}

const assumedRole = (
  roleArn: string,
  { externalId, sessionTags = {} }: Pick<InventoryProviderProps, 'externalId' | 'sessionTags'>,
) => ({
  roleArn,
  sessionName: SESSION_NAME,
  ...(externalId === undefined ? {} : { externalId }),
  ...(Object.keys(sessionTags).length === 0 ? {} : { tags: literalTags(sessionTags) }),
});

const literalTags = (tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [literal(key), literal(value)]));

/** The services that our stacks call. */
const SERVICES = [
  'athena',
  'cloudformation',
  'cloudwatch',
  'cloudwatchlogs',
  'events',
  'glue',
  'iam',
  'kms',
  'lambda',
  'organizations',
  's3',
  'sns',
  'sqs',
  'sts',
] as const;

/** Settings for an emulator. Access keys come from the environment, as for AWS. The account id is requested, since ARNs contain it. */
const emulatorSettings = (endpoint: string) => ({
  s3UsePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: 'true',
  skipRequestingAccountId: false,
  endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
});
