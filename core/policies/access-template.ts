import type { Config } from '../config/schema';
import { permissionsBoundaryArn } from './permissions-boundary';
import type { PolicyDocument } from './document';
import { sourceRole } from './source-role';

/** A CloudFormation template, spelled as CloudFormation spells it. */
export interface AccessTemplate {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Resources: { readonly SourceRole: { readonly Type: 'AWS::IAM::Role'; readonly Properties: RoleProperties } };
}

interface RoleProperties {
  readonly RoleName: string;
  readonly Description: string;
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[];
  /** CloudFormation replaces `${AWS::AccountId}` by the account that the stack is made in. */
  readonly PermissionsBoundary?: { readonly 'Fn::Sub': string };
}

/**
 * The template of the StackSet: the role of a source account, with its policy inside.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function accessTemplate(config: Config): AccessTemplate {
  const { name, description, trust, policyName, permissions } = sourceRole(config);
  const boundary = permissionsBoundaryArn(config, '${AWS::AccountId}');
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Resources: {
      SourceRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Description: description,
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: policyName, PolicyDocument: permissions }],
          ...(boundary === undefined ? {} : { PermissionsBoundary: { 'Fn::Sub': boundary } }),
        },
      },
    },
  };
}
