import { applyAccess } from './access-stack';
import { hintFor, type FailureCircumstances } from './read-failure';
import type { ReadError } from '../organization/snapshot';

const DENIED = /AccessDenied|AllAccessDisabled/;

/** Says what to do about a bucket, or a whole account, whose configurations AWS refused to tell. */
export function unreadableHint(error: ReadError, circumstances: FailureCircumstances): string {
  const { operation, code } = error;
  const { config, roleName, isManagementAccount } = circumstances;
  if (operation === 'AssumeRole' && DENIED.test(code) && !isManagementAccount) {
    return (
      `The role ${roleName} must exist in the account and trust your credentials: ${applyAccess(config.access)}, and work with ` +
      `credentials of account ${config.destination.account}.`
    );
  }
  if (operation !== 'ListBucketInventoryConfigurations') return hintFor(error, circumstances);
  if (/PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint/.test(code)) {
    return 'The bucket seems to be in another Region now: run "orgs3 discover", then compare again.';
  }
  if (/InvalidToken|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient/.test(code)) {
    return 'The Region may be switched off in this account: switch it on, or name it in filters.regions.exclude.';
  }
  if (DENIED.test(code)) {
    return (
      `The role ${roleName} must allow s3:GetInventoryConfiguration on the bucket, and neither a service control ` +
      'policy nor the bucket policy may deny it. If the bucket was deleted and its name belongs to another account now, run "orgs3 discover".'
    );
  }
  return 'Repeat the command.';
}
