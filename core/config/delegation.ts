import { z } from 'zod';
import { noDuplicates, whenList } from './cross-checks';

const roles = z
  .array(z.string().regex(/^[\w+=,.@-]{1,64}$/, 'a role name without its path: up to 64 letters, digits and +=,.@_-'))
  .superRefine(noDuplicates, whenList);

/** The rights that an administrator of the organization grants to the destination account, once, before the first deployment. */
export const delegation = z
  .strictObject({
    organizationReadAccess: z
      .boolean({
        error:
          'true or false: an organization has only one resource policy, and true replaces the existing one ("aws organizations describe-resource-policy" shows it)',
      })
      .describe(
        'Let the destination account read the organization, by the resource policy of AWS Organizations; replaces an existing policy',
      ),
    stackSets: z
      .boolean()
      .optional()
      .describe(
        'Register the destination account as a delegated administrator of CloudFormation StackSets; default: true if access.mode is "stackset"',
      ),
    managementRole: z
      .string()
      .regex(/^[\w+=,.@/-]{1,512}$/, 'the name of a role that exists in the management account')
      .optional()
      .describe(
        'Role of the management account that credentials of the destination account assume; without it, the credentials belong to the management account and assume access.bootstrapRole in the destination account',
      ),
    attachTo: roles
      .default([])
      .describe('Roles of the destination account that deploy; they get the policy S3InvDestAccountPolicy'),
    attachAccessTo: roles
      .optional()
      .describe(
        'Roles of the destination account that apply the stack "access"; if access.mode is "stackset", they get the policy S3InvAccessPolicy; default: the roles of attachTo',
      ),
  })
  .optional()
  .describe('The stack "delegation": rights of the destination account in the organization');

/** The settings of the delegation with every default filled in. */
export type Delegation = NonNullable<z.output<typeof delegation>>;
