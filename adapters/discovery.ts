import type { Config } from '../core/config/schema';
import type { DiscoverySteps } from '../core/organization/discover';
import { listBuckets } from './buckets';
import { organizationsClient, readOrganization } from './organizations';
import { accountCredentials, stsClient } from './sessions';

/**
 * The steps of discovery that call AWS, with clients of their own: Organizations with the caller's credentials, and S3 in
 * each account with those of the role. The external id goes along with the role that the configuration names, and no other.
 */
export function discoveryCalls(
  { destination, access, emulator }: Config,
  roleName: string,
): Pick<DiscoverySteps, 'readOrganization' | 'readBuckets'> {
  const where = { region: destination.homeRegion, endpoint: emulator?.endpoint };
  const organizations = organizationsClient(where);
  const sts = stsClient(where);
  const externalId = roleName === access.roleName ? access.externalId : undefined;
  return {
    readOrganization: (signal) => readOrganization(organizations, signal),
    readBuckets: (account, signal) => {
      const credentials = accountCredentials({ ...where, account, roleName, externalId, sts });
      return listBuckets({ access: { ...where, credentials }, account, signal });
    },
  };
}
