import { z } from 'zod';
import { bootstrapDiffers, eachOnce, onLists, onMappings } from './cross-checks';
import { sessionTags } from './session-tags';

/** Ways into the source accounts. */
export const ACCESS_MODES = ['direct', 'stackset'] as const;

/** The role in every source account: its name, who may assume it, and how it gets there. */
export const access = z
  .strictObject({
    mode: z
      .enum(ACCESS_MODES)
      .default('direct')
      .describe(
        'How the role gets into every account: "direct" by Terraform through the bootstrap role; "stackset" by a CloudFormation StackSet of the organization',
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
      .superRefine(eachOnce, onLists)
      .default([])
      .describe(
        'With the mode "stackset": whose accounts get the role, those of units beneath too; none means the root',
      ),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 letters, digits and +=,.@_-')
      .default('OrgS3role')
      .describe('The role in every source account'),
    bootstrapRole: z
      .string()
      .regex(/^[\w+=,.@/-]{1,512}$/, 'the name of a role that exists in every account')
      .default('OrganizationAccountAccessRole')
      .describe('The role that may create the role above in each account'),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id: 2 to 1224 letters, digits and +=,.@:/_-')
      .optional()
      .describe('Asked of whoever assumes the role'),
    trustedPrincipals: z
      .array(
        z
          .string()
          .regex(
            /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/,
            'the ARN of a role or user, such as "arn:aws:iam::222222222222:role/deploy"',
          ),
      )
      .superRefine(eachOnce, onLists)
      .default([])
      .describe('Who in the destination account may assume the role; none means whoever its own IAM policies allow'),
    permissionsBoundary: z
      .string()
      .regex(
        /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
        'the name of a policy, with its path if it has one, such as "boundaries/workloads": not an ARN, each account has its own',
      )
      .max(640, 'a policy with a path of at most 512 characters')
      .optional()
      .describe('Policy that bounds what each role made here can be allowed: a name that exists in every account'),
    sessionTags,
  })
  .superRefine(bootstrapDiffers, onMappings)
  .prefault({})
  .describe('How Terraform and discovery get into the source accounts');

/** The settings of the role with every default filled in. */
export type AccessSettings = z.output<typeof access>;
