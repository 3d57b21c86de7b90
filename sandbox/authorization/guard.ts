import { LAMBDA_CREDENTIALS } from '../environment';
import type { MadeUpOrganization } from '../organization';
import { type Gateway, startGateway } from './gateway';
import { EVERYTHING, Identities, readPolicy } from './identities';

/** Access keys; the gateway recognizes callers by them. */
export const KEYS = {
  /** An administrator of the management account; runs the first discovery. */
  management: 'management-administrator',
  /** Deploys, discovers and checks for drift in the destination account, with `S3InvDestAccountPolicy`. */
  deployer: 'deployer',
  /** Makes the roles in the source accounts, from the management account, with the policy `access-deployer`. */
  'access-deployer': 'access-deployer',
  /** People in the destination account, each with the policy of the same name that `orgs3 policy` prints. */
  auditor: 'auditor',
  operator: 'operator',
  reader: 'reader',
} as const;

/** The people who hold the policy of the same name. */
export const PEOPLE = ['deployer', 'access-deployer', 'auditor', 'operator', 'reader'] as const;

/** The id of the organization in the policies' conditions. */
const ORGANIZATION = 'o-emulated00';
const BOOTSTRAP_ROLE = 'OrganizationAccountAccessRole';

/**
 * Starts a gateway that knows the callers that exist before the first deployment: administrators, Lambda, and the role
 * that Organizations makes in every member account. People who get one of our policies have no permission yet.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
export async function startGuard(target: string, organization: MadeUpOrganization): Promise<Gateway> {
  const { managementAccount, destinationAccount } = organization;
  const user = (name: string, account: string) => {
    const arn = `arn:aws:iam::${account}:user/${name}`;
    return { name, account, principal: arn, identityArn: arn };
  };
  const lambda = { name: 'Lambda', account: destinationAccount, principal: 'lambda.amazonaws.com', identityArn: '' };
  const identities = new Identities();
  identities.addKey(KEYS.management, {
    ...user('management-administrator', managementAccount),
    policies: [EVERYTHING],
  });
  identities.addKey(LAMBDA_CREDENTIALS.accessKeyId, { ...lambda, policies: [] });
  for (const name of PEOPLE) {
    const account = name === 'access-deployer' ? managementAccount : destinationAccount;
    identities.addKey(KEYS[name], { ...user(name, account), policies: [] });
  }
  const trust = readPolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${managementAccount}:root` }, Action: 'sts:AssumeRole' },
      ],
    }),
  );
  for (const { id } of organization.accounts)
    identities.addRole(`arn:aws:iam::${id}:role/${BOOTSTRAP_ROLE}`, trust, EVERYTHING);
  return startGateway({ target, identities, managementAccount, organization: ORGANIZATION });
}
