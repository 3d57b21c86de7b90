import type { Config } from '../config/schema';
import { destinationEverywhere, REPORT_TABLES, tableArns } from './everywhere';
import { roleArn } from '../names/names';
import { partitionOf } from '../names/partitions';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { CHILDREN, LISTS, PARENTS } from './organization';
import { allow } from './statements';

/**
 * What `orgs3 discover`, `drift`, `adopt` and `status` need in the destination account: to read the organization, to enter the source
 * accounts through the role there, and to see which reports the tables show. It changes nothing in the destination account; what it may in
 * a source account, the role there says.
 */
export const auditorPolicy = (config: Config): PolicyDocument =>
  policyDocument(
    ...readOrganization(config),
    assumeSourceRoles(config),
    allow('FindPartitions', 'glue:GetPartitions', tableArns(destinationEverywhere(config), [REPORT_TABLES])),
  );

/** `*`: three of them know no resource, and the management account's id, which the others' ARNs hold, is not in the configuration. */
export function readOrganization({ destination }: Config): PolicyStatement[] {
  const kinds = ['root', 'ou', 'account'];
  const partition = partitionOf(destination.homeRegion);
  return [
    allow('ReadOrganization', ['organizations:DescribeOrganization', ...LISTS], '*'),
    allow(
      'ReadUnits',
      [...CHILDREN, ...PARENTS],
      kinds.map((kind) => `arn:${partition}:organizations::*:${kind}/*`),
    ),
  ];
}

/** In accounts of the same organization alone. */
export const assumeSourceRoles = ({ access, destination }: Config): PolicyStatement =>
  allow(
    'AssumeSourceRoles',
    Object.keys(access.sessionTags).length === 0 ? 'sts:AssumeRole' : ['sts:AssumeRole', 'sts:TagSession'],
    roleArn('*', access.roleName, destination.homeRegion),
    { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
  );
