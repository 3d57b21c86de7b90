import type { Config } from '../config/schema';
import { Orgs3Error } from '../errors';
import type { OrganizationListing } from './listing';
import type { OrganizationSnapshot } from '../organization/snapshot';

/**
 * Refuses a listing that is incomplete, or that is of another organization than the snapshot and the configuration. Otherwise, with
 * wrong credentials, discovery would mark the missing accounts as departed.
 *
 * @throws Orgs3Error naming the mismatch
 */
export function checkListing(
  config: Config,
  previous: OrganizationSnapshot | undefined,
  { organization, accounts }: OrganizationListing,
): void {
  const listed = new Set(accounts.map(({ id }) => id));
  if (previous !== undefined && previous.organization.id !== organization.id) {
    throw new Orgs3Error(
      `The credentials belong to organization ${organization.id}, but the snapshot is of ${previous.organization.id}`,
      { next: 'Use credentials of that organization, or another folder with --organization.' },
    );
  }
  if (!listed.has(organization.managementAccount)) {
    throw new Orgs3Error(
      `ListAccounts of organization ${organization.id} returned ${accounts.length} accounts without its management account ` +
        `${organization.managementAccount}, so the list is not complete`,
      { next: 'Run with credentials of the management account or of a delegated administrator.' },
    );
  }
  if (!listed.has(config.destination.account)) {
    throw new Orgs3Error(
      `The destination account ${config.destination.account} is not one of the ${accounts.length} accounts of ` +
        `organization ${organization.id}`,
      { next: 'Correct destination.account in the configuration, or use credentials of the right organization.' },
    );
  }
}
