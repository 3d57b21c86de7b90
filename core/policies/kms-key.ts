import { accountRootArn, anyBucketArn, type Place } from '../names/arns';
import { PARTITIONS, partitionOf, type PartitionName } from '../names/partitions';
import { policyBytes, policyDocument, type PolicyDocument, type PolicyStatement } from './document';

/**
 * Longest key policy that KMS takes, in bytes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export const MAX_KEY_POLICY_BYTES = 32_768;

/** The place of a collector's key, and the senders whose reports it encrypts. */
export interface ReportKeyUse {
  /** Destination account and Region. */
  readonly place: Place;
  /** The organization's id, e.g. `o-a1b2c3d4e5`. */
  readonly organization: string;
  /** Source accounts by id, 12 digits each. */
  readonly accounts: readonly string[];
  /** Accounts outside the organization that deliver too: 12 digits each. */
  readonly allowedAccounts: readonly string[];
}

/**
 * Policy of the key that encrypts a Region's reports. The destination account administers it, and decrypts with it through S3 only; S3
 * encrypts with it for this organization's reports only. Like the bucket's policy it names the organization and, while the document stays
 * within the limit, each account; either statement is enough.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html (the statement for S3)
 */
export function reportKeyPolicy({ place, organization, accounts, allowedAccounts }: ReportKeyUse): PolicyDocument {
  const short = [
    administer(place),
    read(place),
    encrypt(place, 'EncryptForOrganization', { 'aws:SourceOrgID': organization }),
    ...(allowedAccounts.length === 0
      ? []
      : [encrypt(place, 'EncryptForAllowedAccounts', { 'aws:SourceAccount': allowedAccounts })]),
  ];
  if (accounts.length === 0) return policyDocument(...short);
  const whole = policyDocument(...short, encrypt(place, 'EncryptForAccounts', { 'aws:SourceAccount': accounts }));
  return policyBytes(whole) <= MAX_KEY_POLICY_BYTES ? whole : policyDocument(...short);
}

/** Administers the key, and does not use it. */
const administer = ({ account, region }: Place): PolicyStatement => ({
  Sid: 'AdministeredByDestinationAccount',
  Effect: 'Allow',
  Principal: { AWS: [accountRootArn(account, region)] },
  Action: [
    'kms:DescribeKey',
    'kms:UpdateKeyDescription',
    'kms:EnableKey',
    'kms:DisableKey',
    'kms:GetKeyPolicy',
    'kms:PutKeyPolicy',
    'kms:ListKeyPolicies',
    'kms:GetKeyRotationStatus',
    'kms:EnableKeyRotation',
    'kms:DisableKeyRotation',
    'kms:ListKeyRotations',
    'kms:RotateKeyOnDemand',
    'kms:ListResourceTags',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:CreateAlias',
    'kms:UpdateAlias',
    'kms:DeleteAlias',
    'kms:ListGrants',
    'kms:RevokeGrant',
    'kms:ScheduleKeyDeletion',
    'kms:CancelKeyDeletion',
  ],
  Resource: '*',
});

/** Lets the Lambda and people who query with Athena decrypt through S3, where the account's own IAM policies allow it too. */
const read = ({ account, region }: Place): PolicyStatement => ({
  Sid: 'ReadReportsThroughS3',
  Effect: 'Allow',
  Principal: { AWS: [accountRootArn(account, region)] },
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: { StringEquals: { 'kms:ViaService': viaS3(region) } },
});

const encrypt = (
  { region }: Place,
  sid: string,
  source: Readonly<Record<string, string | readonly string[]>>,
): PolicyStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'kms:GenerateDataKey',
  Resource: '*',
  Condition: { StringEquals: source, ArnLike: { 'aws:SourceArn': anyBucketArn(region) } },
});

/** The name that KMS gives to S3 in `kms:ViaService`, where S3 calls on behalf of somebody. */
export const viaS3 = (region: string) => viaS3Of(partitionOf(region), region);

/**
 * The same for Regions of a partition. For China, AWS's documents show two ends of the name: `amazonaws.com` and the partition's own.
 *
 * @param region a Region code, or `*`
 */
export function viaS3Of(partition: PartitionName, region: string): string | readonly string[] {
  const service = `s3.${region}.amazonaws.com`;
  const inPartition = `s3.${region}.${PARTITIONS[partition].dnsSuffix}`;
  return inPartition === service ? service : [service, inPartition];
}
