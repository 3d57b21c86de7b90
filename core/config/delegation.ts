import { z } from 'zod';
import { eachOnce, onLists } from './cross-checks';

const roles = z
  .array(z.string().regex(/^[\w+=,.@-]{1,64}$/, 'a role name without its path: up to 64 letters, digits and +=,.@_-'))
  .superRefine(eachOnce, onLists);

/** What an administrator of the organization gives to the destination account, once and before everything else. */
export const delegation = z
  .strictObject({
    organizationReadAccess: z
      .boolean({
        error:
          'true or false: an organization has one resource policy, and true replaces the one that is there ("aws organizations describe-resource-policy" shows it)',
      })
      .describe(
        'Let the destination account read the organization, by the resource policy of AWS Organizations; it replaces one that is there',
      ),
    stackSets: z
      .boolean()
      .optional()
      .describe(
        'Register the destination account as a delegated administrator of CloudFormation StackSets; without it, where access.mode is "stackset"',
      ),
    managementRole: z
      .string()
      .regex(/^[\w+=,.@/-]{1,512}$/, 'the name of a role that exists in the management account')
      .optional()
      .describe(
        "The role through which the destination account's credentials enter the management account; without it, the credentials are the management account's, and enter the destination account through access.bootstrapRole",
      ),
    attachTo: roles
      .default([])
      .describe('Roles of the destination account that deploy, and get the policy S3InvDestAccountPolicy'),
    attachAccessTo: roles
      .optional()
      .describe(
        'Roles of the destination account that apply the stack "access", and get the policy S3InvAccessPolicy where access.mode is "stackset"; without it, those of attachTo',
      ),
  })
  .optional()
  .describe('The stack "delegation": what the destination account may do before anything else is there');

/** The settings of the delegation with every default filled in. */
export type Delegation = NonNullable<z.output<typeof delegation>>;
