import { configSchema, type Config } from '../../../core/config/schema';
import type { ListedAccount, OrganizationListing } from '../../../core/discovery/listing';
import type {
  AccountSnapshot,
  BucketSnapshot,
  Organization,
  OrganizationSnapshot,
} from '../../../core/organization/snapshot';

/** The management account of the example organization. */
export const MANAGEMENT = '000000000001';
/** Its destination account. */
export const DESTINATION = '000000000002';

/** A configuration with the destination above; `changes` are as in `inventory.yaml`. */
export const exampleConfig = (changes: Record<string, unknown> = {}): Config =>
  configSchema.parse({ destination: { account: DESTINATION, homeRegion: 'eu-west-1' }, ...changes });

export const bucket = (name: string, region = 'eu-west-1'): BucketSnapshot => ({ name, region });

/** An active account at the root, without buckets. */
export const account = (id: string, changes: Partial<AccountSnapshot> = {}): AccountSnapshot => ({
  id,
  name: `account ${id}`,
  state: 'ACTIVE',
  path: '/',
  buckets: [],
  ...changes,
});

const organization: Organization = {
  id: 'o-example123',
  managementAccount: MANAGEMENT,
  units: [{ id: 'r-ex01', name: 'Root', path: '/' }],
};

export const snapshot = (...accounts: readonly AccountSnapshot[]): OrganizationSnapshot => ({ organization, accounts });

/** The listing of AWS Organizations for the accounts of a snapshot. */
export const listing = (...accounts: readonly AccountSnapshot[]): OrganizationListing => ({
  organization,
  accounts: accounts.map(({ id, name, state, path }): ListedAccount => {
    if (state === 'DEPARTED') throw new Error('no organization lists a departed account');
    return { id, name, state, path };
  }),
});
