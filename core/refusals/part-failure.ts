import { accessStack } from './access-stack';
import { means, placeHint } from './known-answers';
import { unreadableHint } from './unreadable-hint';
import { hintFor, type FailureCircumstances } from './read-failure';
import type { ReadError } from '../organization/snapshot';

/** A part that could not be read: of a bucket, of a Region of an account, or of the whole account. */
export interface PartFailure {
  readonly part: 'tags' | 'directory buckets' | 'configurations';
  /** 12 digits. */
  readonly account: string;
  /** `null` for the whole account. */
  readonly region: string | null;
  /** `null` for a whole Region or account. */
  readonly bucket: string | null;
  /** AWS's answer, as it came. */
  readonly error: ReadError;
  /** True where an earlier discovery knows something of it; that is kept. */
  readonly known: boolean;
  /** The instruction for whoever reads it; the same text for the same trouble. */
  readonly next: string;
}

/** The instruction for a bucket or a Region that could not be read. */
export function partHint(error: ReadError, circumstances: FailureCircumstances): string {
  const { operation, code } = error;
  if (operation === 'AssumeRole') return hintFor(error, circumstances);
  const hint = placeHint(code);
  if (hint !== undefined) return hint;
  if (operation === 'ListDirectoryBuckets') return directoryHint(error, circumstances);
  if (operation === 'ListBucketInventoryConfigurations') return unreadableHint(error, circumstances);
  if (means('denied', code)) {
    return (
      `The role ${circumstances.roleName} must allow s3:GetBucketTagging on the bucket (apply ${accessStack(circumstances.config.access)} again if ` +
      'it is older than that permission), and neither a service control policy nor the bucket policy may deny it.'
    );
  }
  return hintFor(error, circumstances);
}

function directoryHint(error: ReadError, circumstances: FailureCircumstances): string {
  if (means('denied', error.code)) {
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
