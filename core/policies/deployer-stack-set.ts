import { ACCESS_STACK_SET } from '../names/names';
import type { PartitionName } from '../names/partitions';
import type { PolicyStatement } from './document';

/** The partition and the Region of the StackSet. */
export interface StackSetHome {
  readonly partition: PartitionName;
  readonly homeRegion: string;
}

/**
 * Permissions to keep the StackSet in the account that is a delegated administrator for StackSets. Such a StackSet belongs to the
 * management account, whose id the configuration does not know. The action that makes one knows no resource; but a StackSet of another
 * name reaches no account, and a template holds nothing but roles.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export function stackSetStatements({ partition, homeRegion }: StackSetHome): PolicyStatement[] {
  const arn = (region: string, account: string, resource: string) =>
    `arn:${partition}:cloudformation:${region}:${account}:${resource}`;
  return [
    {
      Sid: 'MakeStackSet',
      Effect: 'Allow',
      Action: ['cloudformation:CreateStackSet', 'organizations:ListDelegatedAdministrators'],
      Resource: '*',
    },
    {
      Sid: 'KeepStackSet',
      Effect: 'Allow',
      Action: [
        ...['UpdateStackSet', 'DeleteStackSet', 'DescribeStackSet', 'TagResource', 'UntagResource'],
        ...['CreateStackInstances', 'UpdateStackInstances', 'DeleteStackInstances', 'ListStackInstances'],
        ...['DescribeStackSetOperation', 'ListStackSetOperationResults'],
      ].map((action) => `cloudformation:${action}`),
      Resource: [
        arn(homeRegion, '*', `stackset/${ACCESS_STACK_SET}:*`),
        arn('*', '*', `stackset-target/${ACCESS_STACK_SET}:*`),
        arn('*', '*', 'type/resource/AWS-IAM-Role'),
      ],
    },
  ];
}
