import type { Config } from '../config/schema';
import { applyAccess } from './access-stack';
import { means } from './known-answers';
import type { OrganizationSnapshot, ReadError } from '../organization/snapshot';

/** An account whose buckets could not be read. */
export interface ReadFailure {
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
  /** AWS's answer, as it came. */
  readonly error: ReadError;
  /** The number of buckets that an earlier discovery knows; they are kept. */
  readonly keptBuckets: number;
  /** The instruction for whoever reads it; the same text for the same trouble, so that a list of accounts prints it once. */
  readonly next: string;
}

/** The facts on which an instruction depends. */
export interface FailureCircumstances {
  readonly config: Config;
  /** The role that was assumed. */
  readonly roleName: string;
  /** The account is the organization's management account. */
  readonly isManagementAccount: boolean;
}

/** The configuration and the role with which the accounts were read. */
export interface Way {
  readonly config: Config;
  /** The role that was assumed. */
  readonly roleName: string;
}

/** The facts on which an instruction for an account depends. */
export const circumstancesOf = (
  account: string,
  { organization }: OrganizationSnapshot,
  { config, roleName }: Way,
): FailureCircumstances => ({ config, roleName, isManagementAccount: account === organization.managementAccount });

/** The instruction for an account that could not be read. */
export function hintFor({ operation, code }: ReadError, circumstances: FailureCircumstances): string {
  if (means('notSignedIn', code)) {
    return 'Sign in again and repeat the command: AWS refused your credentials.';
  }
  const tooMuch = tooMuchForSession(code);
  if (tooMuch !== undefined) return tooMuch;
  if (!means('denied', code)) return 'Repeat the command; what is known of the account is kept.';
  return operation === 'AssumeRole' ? roleHint(circumstances) : listingHint(operation, circumstances);
}

/**
 * The instruction for a session that carries more than STS takes; `undefined` for any other answer of AWS.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (PackedPolicyTooLarge)
 */
export const tooMuchForSession = (code: string): string | undefined =>
  /^PackedPolicyTooLarge/.test(code)
    ? 'STS packs the tags of a session and the policy that lets it only read into one: take fewer or shorter access.sessionTags.'
    : undefined;

function roleHint({ config: { access, destination }, roleName, isManagementAccount }: FailureCircumstances): string {
  if (isManagementAccount) {
    return (
      'The management account has no such role of its own. Name it in filters.accounts.exclude, or create the role ' +
      `${roleName} there, trusting account ${destination.account}.`
    );
  }
  if (roleName === access.roleName) {
    return (
      `Before the access stacks are applied, ${roleName} exists in no account: run discover with --role ` +
      `${access.bootstrapRole}. Afterwards: ${applyAccess(access)}, with credentials of account ${destination.account}.`
    );
  }
  return `The role ${roleName} must exist in the account and trust your credentials, and these must allow sts:AssumeRole on it.`;
}

const listingHint = (operation: string, { roleName }: FailureCircumstances) =>
  `The role ${roleName} must allow ${PERMISSIONS[operation] ?? operation}, and no service control policy may deny it.`;

const PERMISSIONS: Partial<Record<string, string>> = {
  ListBuckets: 's3:ListAllMyBuckets',
  GetBucketLocation: 's3:GetBucketLocation',
};
