import type { PolicyStatement } from './document';

/** The roles that a deployer keeps. */
export interface DeployedRoles {
  /** ARN of all of them, with a wildcard. */
  readonly roles: string;
  /** ARN of the permissions boundary that each of them carries. */
  readonly boundary?: string | undefined;
}

/** The actions with which Terraform's provider keeps a role, without those that give it permissions. */
const KEEP = [
  ...['DeleteRole', 'GetRole', 'UpdateRole', 'UpdateRoleDescription', 'UpdateAssumeRolePolicy'],
  ...['GetRolePolicy', 'DeleteRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'],
  ...['ListInstanceProfilesForRole', 'TagRole', 'UntagRole'],
];
const EMPOWER = ['CreateRole', 'PutRolePolicy'];

/**
 * Permissions to keep the Lambdas' roles. With a boundary, the deployer makes a role or gives it a policy only where the role carries the
 * boundary, and cannot remove it: no role may do more than the boundary allows. Without one, an earlier boundary can be removed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function roleStatements({ roles, boundary }: DeployedRoles): PolicyStatement[] {
  const statement = (Sid: string, actions: readonly string[], Condition?: PolicyStatement['Condition']) => ({
    Sid,
    Effect: 'Allow' as const,
    Action: actions.map((action) => `iam:${action}`),
    Resource: roles,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const pass = statement('PassRoles', ['PassRole'], {
    StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  });
  if (boundary === undefined) {
    return [statement('KeepRoles', [...EMPOWER, ...KEEP, 'DeleteRolePermissionsBoundary']), pass];
  }
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundary } };
  return [
    statement('KeepRoles', KEEP),
    statement('KeepRolesWithinBoundary', [...EMPOWER, 'PutRolePermissionsBoundary'], bounded),
    pass,
  ];
}
