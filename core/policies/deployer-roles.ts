import type { PolicyStatement } from './document';

/** Whose roles are meant. */
export interface DeployedRoles {
  /** ARN of all of them, with a wildcard. */
  readonly roles: string;
  /** ARN of the permissions boundary that each of them carries. */
  readonly boundary?: string | undefined;
}

/** What Terraform's provider calls to keep a role, but for what gives it permissions. */
const KEEP = [
  ...['DeleteRole', 'GetRole', 'UpdateRole', 'UpdateRoleDescription', 'UpdateAssumeRolePolicy'],
  ...['GetRolePolicy', 'DeleteRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'],
  ...['ListInstanceProfilesForRole', 'TagRole', 'UntagRole'],
];
const EMPOWER = ['CreateRole', 'PutRolePolicy'];

/**
 * What keeping the Lambdas' roles takes. With a boundary, only a role that carries it is made or given a policy, and nothing takes the
 * boundary away: whoever deploys can make no role that may do more than it. Without one, a boundary of earlier can be taken away.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function roleStatements({ roles, boundary }: DeployedRoles): PolicyStatement[] {
  const statement = (Sid: string, actions: readonly string[], Condition?: PolicyStatement['Condition']) => ({
    ...{ Sid, Effect: 'Allow' as const, Action: actions.map((action) => `iam:${action}`), Resource: roles },
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
