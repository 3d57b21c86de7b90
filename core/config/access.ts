import { z } from 'zod';
import { bootstrapRoleDiffers, noDuplicates, whenList, whenMapping } from './cross-checks';
import { sessionTags } from './session-tags';

/** Ways to create the role in the source accounts. */
export const ACCESS_MODES = ['direct', 'stackset'] as const;

/** The role in every source account: its name, the principals that may assume it, and the way it is created. */
export const access = z
  .strictObject({
    mode: z
      .enum(ACCESS_MODES)
      .default('direct')
      .describe(
        'Way to create the role in every account: "direct", Terraform creates it through the bootstrap role; "stackset", a CloudFormation StackSet of the organization creates it',
      ),
    organizationalUnits: z
      .array(
        z
          .string()
          .regex(
            /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/,
            'the id of an organizational unit, such as "ou-ab12-34567890", or of the root, such as "r-ab12"',
          ),
      )
      .superRefine(noDuplicates, whenList)
      .default([])
      .describe(
        'With the mode "stackset": the organizational units whose accounts get the role, including nested units; none means the root',
      ),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 letters, digits and +=,.@_-')
      .default('OrgS3role')
      .describe('Name of the role in every source account'),
    bootstrapRole: z
      .string()
      .regex(/^[\w+=,.@/-]{1,512}$/, 'the name of a role that exists in every account')
      .default('OrganizationAccountAccessRole')
      .describe('Name of the existing role that may create access.roleName in each account'),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id: 2 to 1224 letters, digits and +=,.@:/_-')
      .optional()
      .describe('External id that must be given to assume the role'),
    trustedPrincipals: z
      .array(
        z
          .string()
          .regex(
            /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/,
            'the ARN of a role or user, such as "arn:aws:iam::222222222222:role/deploy"',
          ),
      )
      .superRefine(noDuplicates, whenList)
      .default([])
      .describe(
        'Principals of the destination account that may assume the role; none means any that its IAM policies allow',
      ),
    permissionsBoundary: z
      .string()
      .regex(
        /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
        'the name of a policy, with its path if it has one, such as "boundaries/workloads", and not an ARN: each account has its own policy',
      )
      .max(640, 'a policy with a path of at most 512 characters')
      .optional()
      .describe('Name of the permissions boundary of every role created here; the policy must exist in every account'),
    sessionTags,
  })
  .superRefine(bootstrapRoleDiffers, whenMapping)
  .prefault({})
  .describe('Access of Terraform and discovery to the source accounts');

/** The settings of the role with every default filled in. */
export type AccessSettings = z.output<typeof access>;
