import { applyAccess } from './access-stack';
import { means, placeHint } from './known-answers';
import { hintFor, type FailureCircumstances } from './read-failure';
import type { ReadError } from '../organization/snapshot';

/** The instruction for a bucket or an account whose inventory configurations AWS did not show. */
export function unreadableHint(error: ReadError, circumstances: FailureCircumstances): string {
  const { operation, code } = error;
  const { config, roleName, isManagementAccount } = circumstances;
  if (operation === 'AssumeRole' && means('denied', code) && !isManagementAccount) {
    return (
      `The role ${roleName} must exist in the account and trust your credentials: ${applyAccess(config.access)}, and work with ` +
      `credentials of account ${config.destination.account}.`
    );
  }
  if (operation !== 'ListBucketInventoryConfigurations') return hintFor(error, circumstances);
  const hint = placeHint(code);
  if (hint !== undefined) return hint;
  if (means('denied', code)) {
    return (
      `The role ${roleName} must allow s3:GetInventoryConfiguration on the bucket, and neither a service control ` +
      'policy nor the bucket policy may deny it. If the bucket was deleted and its name belongs to another account now, run "orgs3 discover".'
    );
  }
  return 'Repeat the command.';
}
