import { unreadableHint } from './unreadable-hint';
import { accessStack } from './access-stack';
import { hintFor, type FailureCircumstances } from './read-failure';
import type { ReadError } from '../organization/snapshot';

/** Something in an account that could not be read: of a bucket, of a whole Region, or of the whole account. */
export interface PartFailure {
  readonly part: 'tags' | 'directory buckets' | 'configurations';
  /** 12 digits. */
  readonly account: string;
  /** `null` where it is the whole account. */
  readonly region: string | null;
  /** `null` where it is a whole Region or account. */
  readonly bucket: string | null;
  /** AWS's answer, as it came. */
  readonly error: ReadError;
  /** Something is known of it from before, and kept. */
  readonly known: boolean;
  /** What to do about it; the same text for the same trouble. */
  readonly next: string;
}

/** Answers to valid credentials of a Region that is not switched on in the account: it does not know them. */
const REGION_OFF = /InvalidToken|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient|AuthFailure/;
const ELSEWHERE = /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint/;

/** Says what to do about a bucket or a Region that could not be read. */
export function partHint(error: ReadError, circumstances: FailureCircumstances): string {
  const { operation, code } = error;
  if (operation === 'AssumeRole') return hintFor(error, circumstances);
  if (REGION_OFF.test(code)) {
    return 'The Region may be switched off in this account: switch it on, or name it in filters.regions.exclude.';
  }
  if (ELSEWHERE.test(code)) return 'The bucket seems to be in another Region now: run "orgs3 discover" again.';
  if (operation === 'ListDirectoryBuckets') return directoryHint(error, circumstances);
  if (operation === 'ListBucketInventoryConfigurations') return unreadableHint(error, circumstances);
  if (/AccessDenied|AllAccessDisabled/.test(code)) {
    return (
      `The role ${circumstances.roleName} must allow s3:GetBucketTagging on the bucket (apply ${accessStack(circumstances.config.access)} again if ` +
      'it is older than that permission), and neither a service control policy nor the bucket policy may deny it.'
    );
  }
  return hintFor(error, circumstances);
}

function directoryHint(error: ReadError, circumstances: FailureCircumstances): string {
  if (/AccessDenied/.test(error.code)) {
    return (
      `The role ${circumstances.roleName} must allow s3express:ListAllMyDirectoryBuckets (apply ${accessStack(circumstances.config.access)} again if ` +
      'it is older than that permission), and no service control policy may deny it.'
    );
  }
  if (error.code === 'ENOTFOUND') {
    return 'The name of the endpoint of S3 Express in this Region cannot be found from here: check the network and repeat the command.';
  }
  return hintFor(error, circumstances);
}
