import type { AccountState, Organization } from '../organization/snapshot';

/** The organization as AWS Organizations describes it now, before any account has been read. */
export interface OrganizationListing {
  readonly organization: Organization;
  /** Every account that the organization lists, the management account among them; in any order. */
  readonly accounts: readonly ListedAccount[];
}

/** An account as AWS Organizations lists it. */
export interface ListedAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly state: Exclude<AccountState, 'DEPARTED'>;
  /** Path of the organizational unit that holds it; `/` for the root. */
  readonly path: string;
}
