import type { Config } from '../../core/config/schema';
import { readingSessionPolicy } from '../../core/policies/access';
import type { DiscoverySteps } from '../../core/discovery/discover';
import { readBucketTags } from '../aws/bucket-tags';
import { listBuckets } from '../aws/buckets';
import { listDirectoryBuckets } from '../aws/directory-buckets';
import { once } from '../aws/once';
import { organizationsClient, readOrganization } from '../aws/organizations';
import { accountCredentials, stsClient } from '../aws/sessions';
import { driftCalls, type DriftCalls } from './drift';

/** The steps of discovery that call AWS. */
export type DiscoveryCalls = Pick<
  DiscoverySteps,
  'readOrganization' | 'readBuckets' | 'readTags' | 'readDirectoryBuckets'
>;

/**
 * Makes the steps of discovery that call AWS: Organizations with the caller's credentials, and S3 in each account with those
 * of the role. The role is assumed once per account, for a session that may only read.
 */
export function discoveryCalls(config: Config, roleName: string): DiscoveryCalls {
  const { access, destination, emulator } = withRole(config, roleName);
  const { externalId, sessionTags } = access;
  const where = { region: destination.homeRegion, endpoint: emulator?.endpoint };
  const organizations = organizationsClient(where);
  const sts = stsClient(where);
  const session = { ...where, roleName, externalId, sessionTags, policy: readingSessionPolicy(where.region), sts };
  const credentials = once((account) => accountCredentials({ ...session, account }));
  return {
    readOrganization: (signal) => readOrganization(organizations, signal),
    readBuckets: (account, signal) =>
      listBuckets({ access: { ...where, credentials: credentials(account) }, account, signal }),
    readTags: (account, buckets, signal) =>
      readBucketTags({ access: { ...where, credentials: credentials(account) }, account, buckets, signal }),
    readDirectoryBuckets: ({ account, region }, signal) =>
      listDirectoryBuckets({ access: { ...where, region, credentials: credentials(account) }, account, signal }),
  };
}

/**
 * Makes the calls that list inventory configurations, through the role that discovery assumes.
 *
 * @param connections the most that are open to one host at a time
 */
export const configurationCalls = (config: Config, roleName: string, connections: number): DriftCalls =>
  driftCalls(withRole(config, roleName), connections);

/** Replaces the role. External id and session tags belong to the configured role, so that another role gets none. */
function withRole(config: Config, roleName: string): Config {
  if (roleName === config.access.roleName) return config;
  return { ...config, access: { ...config.access, roleName, externalId: undefined, sessionTags: {} } };
}
