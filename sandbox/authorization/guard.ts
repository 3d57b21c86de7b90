import { LAMBDA_CREDENTIALS } from '../environment';
import type { MadeUpOrganization } from '../organization';
import { type Gateway, startGateway } from './gateway';
import { EVERYTHING, Identities, readPolicy } from './identities';

/** Access keys by which the gateway knows who calls. */
export const KEYS = {
  /** A person in the management account who may do everything: discovers for the first time. */
  management: 'management-administrator',
  /** Whoever deploys, discovers and looks for drift in the destination account, with `S3InvDestAccountPolicy`. */
  deployer: 'deployer',
  /** Whoever makes the roles in the other accounts, from the management account, with the policy of that name. */
  'access-deployer': 'access-deployer',
  /** People in the destination account with the policies that `orgs3 policy` prints under these names. */
  auditor: 'auditor',
  operator: 'operator',
  reader: 'reader',
} as const;

/** Who holds the policy of that name. */
export const PEOPLE = ['deployer', 'access-deployer', 'auditor', 'operator', 'reader'] as const;

/** The id of the organization, as policies hear it. */
const ORGANIZATION = 'o-emulated00';
const BOOTSTRAP_ROLE = 'OrganizationAccountAccessRole';

/**
 * Starts a gateway that knows who is there before anything is deployed: administrators, Lambda, and the role that Organizations makes
 * in every member account. Whoever gets a policy of ours has no permission yet.
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
