import { accountRootArn } from '../names/arns';
import { partitionOf } from '../names/partitions';
import { policyDocument, type PolicyDocument } from './document';

/** An organization, and the account that reads it. Account ids have 12 digits. */
export interface OrganizationReader {
  /** e.g. `o-a1b2c3d4e5`. */
  readonly organization: string;
  readonly managementAccount: string;
  readonly destinationAccount: string;
  /** Any Region of the organization's partition. */
  readonly region: string;
}

/** The calls of discovery about the organization as a whole. Every member account may also call DescribeOrganization. */
export const LISTS = ['organizations:ListAccounts', 'organizations:ListRoots'] as const;
/** The calls of discovery about the root and the units. */
export const CHILDREN = [
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
] as const;
/** The calls of discovery about an account. */
export const PARENTS = ['organizations:ListParents'] as const;

/**
 * The resource policy of AWS Organizations that lets the destination account make the calls of discovery, and change nothing. It gives
 * access to that account; the account's own IAM policies decide who there has it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html (the lists know no resource)
 */
export function organizationPolicy(reader: OrganizationReader): PolicyDocument {
  const { organization, managementAccount, destinationAccount, region } = reader;
  const arn = (kind: 'root' | 'ou' | 'account') =>
    `arn:${partitionOf(region)}:organizations::${managementAccount}:${kind}/${organization}/*`;
  const read = { Effect: 'Allow', Principal: { AWS: [accountRootArn(destinationAccount, region)] } } as const;
  return policyDocument(
    { Sid: 'ReadOrganization', ...read, Action: LISTS, Resource: '*' },
    { Sid: 'ReadUnits', ...read, Action: CHILDREN, Resource: [arn('root'), arn('ou')] },
    { Sid: 'FindAccounts', ...read, Action: PARENTS, Resource: arn('account') },
  );
}
