import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Config } from '../../core/config/schema';
import { literal } from './literal';

/** The versions of the AWS provider that have every attribute in use here. */
export const AWS_PROVIDER = { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } as const;

/** Name of our sessions in AWS's logs; a fixed one keeps plans free of changes. */
const SESSION_NAME = 'orgs3';

/** Where a provider works, and as whom. */
export interface InventoryProviderProps {
  readonly config: Config;
  /** The account the provider works in, 12 digits; in any other it refuses to start. */
  readonly account: string;
  readonly region: string;
  /** ARN of the role to assume; without it the credentials are used as they are. */
  readonly roleArn?: string;
  readonly externalId?: string | undefined;
  /** Tags of the session in that role. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** Name of the provider alias; without it this is the stack's default provider. */
  readonly alias?: string;
}

/** An AWS provider with our tags, our session name and, where the configuration names one, the emulator's endpoints. */
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

/** Every service that a stack of ours talks to. */
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

/** Access keys come from the environment, as for AWS itself. The account id is still asked for: ARNs are made of it. */
const emulatorSettings = (endpoint: string) => ({
  s3UsePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: 'true',
  skipRequestingAccountId: false,
  endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
});
