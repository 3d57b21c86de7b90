import { Orgs3Error } from '../core/errors';

/** The error for a destination account that the snapshot lacks. With a wrong id, all would be built in a wrong account. */
export const destinationOutsideOrganization = (account: string, organization: string) =>
  new Orgs3Error(
    `destination.account is ${account}, which is no account of the organization ${organization} as last discovered. ` +
      `Everything that receives reports would be built in a wrong account.`,
    { next: 'Correct destination.account in inventory.yaml, or run "orgs3 discover" if the account is new.' },
  );

/** The error for a delegation to the management account, which delegates itself. */
export const delegationToManagementAccount = (account: string) =>
  new Orgs3Error(
    `destination.account is ${account}, the organization's management account. It needs no delegation, and cannot be a delegated administrator.`,
    { next: 'Name a member account in destination.account, or leave "delegation" out of inventory.yaml.' },
  );

/** Names that CDKTF misreads: it would merge the first into every object, and take the second for one of its own tokens. */
const NOT_FOR_CDKTF = /^__proto__$|\$\{TfToken\[/;

/** Checks that CDKTF takes a bucket's name as plain text. @throws Orgs3Error if it does not */
export function checkBucketName(bucket: string): void {
  if (!NOT_FOR_CDKTF.test(bucket)) return;
  throw new Orgs3Error(`A bucket has the name ${JSON.stringify(bucket)}, which CDKTF does not take as plain text.`, {
    next: 'Leave the bucket out with filters.buckets.exclude.',
  });
}
