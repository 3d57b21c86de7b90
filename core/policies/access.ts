import { accountRootArn, anyBucketArn } from '../names/arns';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';

/** The callers that may assume the role in a source account. */
export interface SourceRoleTrust {
  /** 12 digits. */
  readonly destinationAccount: string;
  readonly region: string;
  /** ARNs of roles and users; where empty, the destination account's own IAM policies decide. */
  readonly trustedPrincipals: readonly string[];
  readonly externalId?: string | undefined;
  /** Tags that the session must carry, and no others; none where absent. */
  readonly sessionTags?: Readonly<Record<string, string>>;
}

/**
 * Trust policy of the role in a source account. It names the account of a principal, and the principal itself in the condition
 * `aws:PrincipalArn`. AWS stores a principal that is named directly under its unique id: a role that is deleted and made again would be
 * locked out of every account, and a role that does not exist yet would be refused.
 *
 * With session tags, a caller needs both actions. The statement for `sts:AssumeRole` asks that these tags are there, the statement for
 * `sts:TagSession` that there are no others. Only the first one can ask for the external id.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sourceRoleTrustPolicy(trust: SourceRoleTrust): PolicyDocument {
  const { destinationAccount, region, trustedPrincipals, externalId, sessionTags = {} } = trust;
  const accounts = trustedPrincipals.length === 0 ? [destinationAccount] : accountsOf(trustedPrincipals);
  const Principal = { AWS: accounts.map((account) => accountRootArn(account, region)) };
  const principals = trustedPrincipals.length === 0 ? {} : { ArnLike: { 'aws:PrincipalArn': trustedPrincipals } };
  const equal = {
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...Object.fromEntries(Object.entries(sessionTags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
  const keys = Object.keys(sessionTags);
  return policyDocument(
    {
      Sid: 'AssumedByDestinationAccount',
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
      ...conditional({ ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }), ...principals }),
    },
    ...(keys.length === 0
      ? []
      : [
          {
            Sid: 'TaggedByDestinationAccount',
            Effect: 'Allow' as const,
            Principal,
            Action: 'sts:TagSession',
            ...conditional({ 'ForAllValues:StringEquals': { 'aws:TagKeys': keys }, ...principals }),
          },
        ]),
  );
}

const conditional = (Condition: NonNullable<PolicyStatement['Condition']>) =>
  Object.keys(Condition).length === 0 ? {} : { Condition };

const accountsOf = (principals: readonly string[]) => [
  ...new Set(principals.map((principal) => principal.split(':')[4] ?? '')),
];

/** Statements that let find the account's buckets, their Regions and tags, its directory buckets and the inventory configurations. */
const reading = (region: string): PolicyStatement[] => [
  { Sid: 'FindBuckets', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
  { Sid: 'FindDirectoryBuckets', Effect: 'Allow', Action: 's3express:ListAllMyDirectoryBuckets', Resource: '*' },
  {
    Sid: 'ReadInventory',
    Effect: 'Allow',
    Action: ['s3:GetBucketLocation', 's3:GetBucketTagging', 's3:GetInventoryConfiguration'],
    Resource: anyBucketArn(region),
  },
];

/**
 * Permissions of the role in a source account: to find the account's buckets, their Regions and tags, and to read, write and delete
 * inventory configurations. The role can read no object and list no bucket's keys. It can find directory buckets, so that discovery
 * names them, and do nothing with them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html (deleting is PutInventoryConfiguration)
 */
export const sourceRolePolicy = (region: string): PolicyDocument =>
  policyDocument(...reading(region), {
    Sid: 'ConfigureInventory',
    Effect: 'Allow',
    Action: 's3:PutInventoryConfiguration',
    Resource: anyBucketArn(region),
  });

/**
 * The session policy of a command that only reads source accounts, as JSON: of all that the role may do, the session may only read. It is
 * short, as STS packs it together with the tags of the session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export const readingSessionPolicy = (region: string): string =>
  JSON.stringify(policyDocument(...reading(region)), (key, value: unknown) => (key === 'Sid' ? undefined : value));
