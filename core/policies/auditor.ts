import type { Config } from '../config/schema';
import {
  destinationBuckets,
  destinationEverywhere,
  findTablesEverywhere,
  ownedBy,
  REPORT_TABLES,
  tableArns,
} from './everywhere';
import { roleArn } from '../names/names';
import { partitionOf } from '../names/partitions';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { CHILDREN, LISTS, PARENTS } from './organization';
import { allow } from './statements';

/**
 * Permissions for `orgs3 discover`, `drift`, `adopt` and `status` in the destination account: to read the organization, to assume the role
 * in the source accounts, and to see which reports the tables show. They change nothing in the destination account. The role in a source
 * account decides what they may do there.
 */
export function auditorPolicy(config: Config): PolicyDocument {
  const where = destinationEverywhere(config);
  return policyDocument(
    ...readOrganization(config),
    assumeSourceRoles(config),
    findTablesEverywhere(where, [REPORT_TABLES]),
    allow('FindPartitions', 'glue:GetPartitions', tableArns(where, [REPORT_TABLES])),
    // For "orgs3 status --check-files".
    allow('FindReports', 's3:ListBucket', destinationBuckets(where), ownedBy(where)),
  );
}

/** Reads the organization. Three of the actions know no resource; the ARNs of the others hold the id of the management account, which the configuration does not know. */
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

/** Assumes the role in accounts of the same organization alone. */
export const assumeSourceRoles = ({ access, destination }: Config): PolicyStatement =>
  allow(
    'AssumeSourceRoles',
    Object.keys(access.sessionTags).length === 0 ? 'sts:AssumeRole' : ['sts:AssumeRole', 'sts:TagSession'],
    roleArn('*', access.roleName, destination.homeRegion),
    { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
  );
