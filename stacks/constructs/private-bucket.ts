import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import type { PolicyDocument } from '../../core/policies/document';
import { policyJson } from './literal';

/** A bucket, and the time until its objects expire. */
export interface PrivateBucketProps {
  readonly name: string;
  readonly policy: PolicyDocument;
  /** Days until an object expires: one number for all objects, or one per prefix. */
  readonly expirationDays: number | Readonly<Record<string, number>>;
  /** True if `destroy` may delete the bucket with objects in it. */
  readonly destroyObjects: boolean;
  /** ARN of the default key for objects that are written without encryption settings. Default: S3's own keys. */
  readonly kmsKeyArn?: string | undefined;
}

/** Days until an unfinished upload is removed. */
const UNFINISHED_UPLOAD_DAYS = 7;

/**
 * A private bucket: no public access, no ACLs, always encrypted, and old objects expire. It has no versioning, since all objects can
 * be made again, and an expired object must not be kept.
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { name, policy, expirationDays, destroyObjects, kmsKeyArn } = props;
    this.bucket = new S3Bucket(this, 'bucket', { bucket: name, forceDestroy: destroyObjects });
    const bucket = this.bucket.bucket;
    const closed = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const owned = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
      // S3 refuses to change two access settings of a bucket at the same time (OperationAborted).
      dependsOn: [closed],
    });
    this.policy = new S3BucketPolicy(this, 'policy', { bucket, policy: policyJson(policy), dependsOn: [owned] });
    this.encrypt(bucket, kmsKeyArn);
    this.expire(bucket, expirationDays);
  }

  private encrypt(bucket: string, kmsKeyArn: string | undefined): void {
    const byDefault =
      kmsKeyArn === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn };
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: byDefault }],
    });
  }

  private expire(bucket: string, days: PrivateBucketProps['expirationDays']): void {
    const rules =
      typeof days === 'number'
        ? [{ id: 'expire', filter: [{}], expiration: [{ days }] }]
        : Object.entries(days).map(([prefix, after]) => ({
            id: `expire-${prefix}`,
            filter: [{ prefix }],
            expiration: [{ days: after }],
          }));
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        ...rules.map((rule) => ({ ...rule, status: 'Enabled' })),
        {
          id: 'clear-unfinished-uploads',
          status: 'Enabled',
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_UPLOAD_DAYS }],
        },
      ],
    });
  }
}
