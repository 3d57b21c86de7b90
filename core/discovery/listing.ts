import type { AccountState, Organization } from '../organization/snapshot';

/** The organization and its accounts, as AWS Organizations lists them. */
export interface OrganizationListing {
  readonly organization: Organization;
  /** All accounts, including the management account; in any order. */
  readonly accounts: readonly ListedAccount[];
}

/** An account as AWS Organizations lists it. */
export interface ListedAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly state: Exclude<AccountState, 'DEPARTED'>;
  /** Path of the organizational unit that holds the account; `/` for the root. */
  readonly path: string;
}
