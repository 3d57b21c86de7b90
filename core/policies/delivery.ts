import { anyBucketArn } from '../names/arns';
import { bucketArn } from '../names/names';
import { policyBytes, policyDocument, refusePlainHttp, type PolicyDocument, type PolicyStatement } from './document';

/**
 * Longest bucket policy that S3 takes, in bytes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export const MAX_BUCKET_POLICY_BYTES = 20_480;

/** A destination bucket, and the senders of the reports that it receives. */
export interface ReportDelivery {
  readonly bucket: string;
  readonly region: string;
  /** The organization's id, e.g. `o-a1b2c3d4e5`. */
  readonly organization: string;
  /** Source accounts by id, 12 digits each. */
  readonly accounts: readonly string[];
  /** Accounts outside the organization that deliver too: 12 digits each. */
  readonly allowedAccounts: readonly string[];
  /** First part of every report key, without slashes at its ends. */
  readonly destinationPrefix: string;
}

/**
 * Policy of a destination bucket: S3 delivers reports below the destination prefix, and nobody calls the bucket without TLS. One
 * statement allows delivery for the organization, another one for each account by its id, while the document stays within S3's limit.
 * Either statement is enough; there are two because AWS documents the condition on accounts for inventory deliveries, and not the one
 * on the organization. An account outside the organization delivers into its own folder only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html (the delivery statement)
 */
export function destinationBucketPolicy(delivery: ReportDelivery): PolicyDocument {
  const { bucket, region, organization, accounts } = delivery;
  const arn = bucketArn(bucket, region);
  const byOrganization = deliver(delivery, 'DeliverForOrganization', { 'aws:SourceOrgID': organization });
  const others = delivery.allowedAccounts.map((account) =>
    deliver(delivery, `DeliverForAllowed${account}`, { 'aws:SourceAccount': account }, `${account}/`),
  );
  const tlsOnly = refusePlainHttp('s3', [arn, `${arn}/*`]);
  const short = policyDocument(byOrganization, ...others, tlsOnly);
  if (accounts.length === 0) return short;

  const byAccount = deliver(delivery, 'DeliverForAccounts', { 'aws:SourceAccount': accounts });
  const whole = policyDocument(byOrganization, byAccount, ...others, tlsOnly);
  return policyBytes(whole) <= MAX_BUCKET_POLICY_BYTES ? whole : short;
}

function deliver(
  { bucket, region, destinationPrefix }: ReportDelivery,
  sid: string,
  source: Readonly<Record<string, string | readonly string[]>>,
  folder = '',
): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn(bucket, region)}/${destinationPrefix}/${folder}*`,
    Condition: {
      StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' },
      ArnLike: { 'aws:SourceArn': anyBucketArn(region) },
    },
  };
}

/** Policy of a bucket that IAM policies alone give access to: nobody calls it without TLS. */
export function tlsOnlyBucketPolicy(bucket: string, region: string): PolicyDocument {
  const arn = bucketArn(bucket, region);
  return policyDocument(refusePlainHttp('s3', [arn, `${arn}/*`]));
}
