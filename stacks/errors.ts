import { Orgs3Error } from '../core/errors';

/** The snapshot lacks the account that is to receive everything: a slip in the id would build it all in a wrong place. */
export const destinationOutsideOrganization = (account: string, organization: string) =>
  new Orgs3Error(
    `destination.account is ${account}, which is no account of the organization ${organization} as last discovered. ` +
      `All that receives reports would be built in a wrong place.`,
    { next: 'correct destination.account in inventory.yaml, or run "orgs3 discover" if the account is new' },
  );
