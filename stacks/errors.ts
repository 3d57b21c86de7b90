import { Orgs3Error } from '../core/errors';

/** The snapshot lacks the account that is to receive everything: a slip in the id would build it all in a wrong place. */
export const destinationOutsideOrganization = (account: string, organization: string) =>
  new Orgs3Error(
    `destination.account is ${account}, which is no account of the organization ${organization} as last discovered. ` +
      `All that receives reports would be built in a wrong place.`,
    { next: 'correct destination.account in inventory.yaml, or run "orgs3 discover" if the account is new' },
  );

/** Nothing can be delegated to the account that delegates. */
export const delegationToManagementAccount = (account: string) =>
  new Orgs3Error(
    `destination.account is ${account}, the organization's management account: it needs no delegation, and can be no delegated administrator.`,
    { next: 'name a member account in destination.account, or leave "delegation" out of inventory.yaml' },
  );

/** CDKTF would merge the one into every object of the program, and take the other for a token of its own. */
const NOT_FOR_CDKTF = /^__proto__$|\$\{TfToken\[/;

/** @throws Orgs3Error where CDKTF would not take a bucket's name for plain text */
export function checkBucketName(bucket: string): void {
  if (!NOT_FOR_CDKTF.test(bucket)) return;
  throw new Orgs3Error(`A bucket is called ${JSON.stringify(bucket)}, which CDKTF does not take for a name.`, {
    next: 'leave it out with filters.buckets.exclude',
  });
}
