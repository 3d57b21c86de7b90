import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import type { Config } from '../../core/config/schema';
import { MAX_MANAGED_POLICY_CHARACTERS } from '../../core/policies/deployer';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { sampleConfig, sampleProps } from '../stacks/sample';
import { synthesized, type SynthesizedStack } from '../stacks/synthesized';
import { peoplePolicies } from './organization';
import { COPIES_KEY } from './what';
import { policiesOf, type Statement } from './synthesized-policies';

const GIVEN_KEY = 'arn:aws:kms:us-east-1:222222222222:key/5f2c';

/** A configuration with everything that makes a policy: a key of the collector, a given key, named principals. */
const config = sampleConfig({
  access: {
    trustedPrincipals: ['arn:aws:iam::222222222222:role/deploy'],
    externalId: 'secret-7',
    sessionTags: { Purpose: 's3-inventory' },
    permissionsBoundary: 'boundaries/workloads',
  },
  inventory: { encryption: { type: 'SSE-KMS', keys: { 'us-east-1': GIVEN_KEY } } },
  register: { mode: 'copy', kmsKeyArn: COPIES_KEY },
  delegation: { organizationReadAccess: true },
});
const stacksFor = (access: Config['access']) =>
  synthesized((app) => addOrganizationStacks(app, sampleProps({ ...config, access })));
const isDelegation = ({ name }: SynthesizedStack) => name === 'delegation';
/** The stacks, with the policy of deployers for a StackSet: that mode needs more permissions than the other, and all of those. */
const stacks = [
  ...stacksFor(config.access).filter((stack) => !isDelegation(stack)),
  ...stacksFor({ ...config.access, mode: 'stackset' }).filter(isDelegation),
];

interface Placed {
  /** `<stack> <address>.<attribute>` */
  readonly where: string;
  readonly statement: Statement;
}
const people = peoplePolicies(config);
const policies = [...policiesOf(stacks), ...people];
const placed: readonly Placed[] = policies.flatMap(([where, { Statement }]) =>
  Statement.map((statement) => ({ where, statement })),
);
const allowing = placed.filter(({ statement }) => statement.Effect === 'Allow');
const actions = ({ Action }: Statement) => [Action].flat();
const resources = ({ Resource = [] }: Statement) => [Resource].flat();
const conditionKeys = ({ Condition = {} }: Statement) => Object.values(Condition).flatMap((keys) => Object.keys(keys));
const told = (found: readonly Placed[]) => found.map(({ where, statement }) => `${where} ${statement.Sid}`);

const isTrust = ({ where }: Pick<Placed, 'where'>) => where.endsWith('.assume_role_policy');
const isKeyPolicy = ({ where }: Pick<Placed, 'where'>) => / aws_kms_key\./.test(where);
const isOrganizationPolicy = ({ where }: Pick<Placed, 'where'>) => / aws_organizations_resource_policy\./.test(where);
const isManagedPolicy = ({ where }: Pick<Placed, 'where'>) => / aws_iam_policy\./.test(where);
const isOfPeople = ({ where }: Pick<Placed, 'where'>) => people.has(where);
const isIdentityPolicy = ({ where }: Pick<Placed, 'where'>) =>
  isOfPeople({ where }) || / aws_iam_(role_)?policy\./.test(where);

describe('every policy', () => {
  it('names its actions one by one, and only such as AWS knows', async () => {
    const named = [...new Set(allowing.flatMap(({ statement }) => actions(statement)))];

    for (const action of named) await expect(hasNoResource(action)).resolves.toEqual(expect.any(Boolean));
    expect(named.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is written here: nothing is attached that AWS manages', () => {
    expect(stacks.filter(({ text }) => /:iam::aws:policy\//.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('allows everybody nothing', () => {
    expect(told(allowing.filter(({ statement }) => JSON.stringify(statement.Principal ?? '').includes('*')))).toEqual(
      [],
    );
  });
});

/** The reasons why a statement may cover every resource of a kind. */
const EXPLAINED: Readonly<Record<string, string>> = {
  ConfigureInventory: 'a bucket of tomorrow gets its configuration too; it touches no object',
  DecryptWithCollectorsKey: 'the key is known by its alias, which the condition asks for',
  DecryptWithCollectorsKeys: 'the same, for the key of each Region',
  KeepEventSources: 'AWS chooses the id of an event source mapping',
  KeepKeys: 'KMS chooses the id of a key, and the policy of each key decides',
  NameKeys: 'the same; the alias is named',
  RetireKeys: 'the same; a deletion waits for 30 days',
  ReadInventory: 'a bucket of tomorrow is found too; no action among them touches an object',
  ReadUnits: 'no other organization than the own one answers',
};

describe('the policy of a role or of the organization', () => {
  const ofRoles = allowing.filter((each) => isIdentityPolicy(each) || isOrganizationPolicy(each));

  it('speaks of "*" only in actions for which AWS knows no resource', async () => {
    const everything = ofRoles.filter(({ statement }) => resources(statement).includes('*'));

    expect(everything.length).toBeGreaterThan(0);
    for (const { where, statement } of everything) {
      for (const action of actions(statement)) {
        expect({ where, action, noResource: await hasNoResource(action) }).toMatchObject({ noResource: true });
      }
    }
  });

  it('speaks of everything of a kind only where that is explained', () => {
    const wide = ofRoles.filter(({ statement }) => resources(statement).some(isEverythingOfAKind));

    expect([...new Set(wide.map(({ statement }) => statement.Sid))].sort()).toEqual(Object.keys(EXPLAINED).sort());
  });

  it('decrypts only what S3 holds', () => {
    const decrypting = allowing.filter(({ statement }) => actions(statement).includes('kms:Decrypt'));

    expect(decrypting.length).toBeGreaterThan(0);
    expect(told(decrypting.filter(({ statement }) => !conditionKeys(statement).includes('kms:ViaService')))).toEqual(
      [],
    );
  });

  it('fits into what IAM and Organizations take', () => {
    for (const [where, policy] of policies) {
      const fits = JSON.stringify(policy).length <= mostCharacters(where);
      expect({ where, fits }).toMatchObject({ fits: true });
    }
  });
});

/** The limits of IAM and Organizations. The tests of bucket, key and queue policies check the other limits. */
function mostCharacters(where: string): number {
  if (isTrust({ where })) return 2048;
  if (isManagedPolicy({ where }) || isOfPeople({ where })) return MAX_MANAGED_POLICY_CHARACTERS;
  if (isIdentityPolicy({ where })) return 10_240;
  return isOrganizationPolicy({ where }) ? 40_000 : Infinity;
}

const SOURCE_KEYS = ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID'];

describe('the policy of a resource', () => {
  it('lets a service in only on behalf of a named source, but for Lambda, which takes no role of another account', () => {
    const unbound = allowing.filter(
      ({ statement }) =>
        JSON.stringify(statement.Principal ?? '').includes('"Service"') &&
        !conditionKeys(statement).some((key) => SOURCE_KEYS.includes(key)),
    );

    for (const { where, statement } of unbound) {
      expect({ where, trust: isTrust({ where }), principal: statement.Principal }).toEqual({
        where,
        trust: true,
        principal: { Service: 'lambda.amazonaws.com' },
      });
    }
  });

  it('refuses plain HTTP for everything that it speaks of, but where the service takes TLS alone: KMS, STS, Organizations', () => {
    const isTlsOnly = (policy: Pick<Placed, 'where'>) =>
      isTrust(policy) || isKeyPolicy(policy) || isOrganizationPolicy(policy);
    const ofResources = policies.filter(([where]) => !isIdentityPolicy({ where }) && !isTlsOnly({ where }));
    expect(ofResources.length).toBeGreaterThan(0);

    for (const [where, { Statement }] of ofResources) {
      const refusal = Statement.find(({ Effect }) => Effect === 'Deny');
      expect({ where, refusal }).toMatchObject({
        refusal: { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      });
      const refused = refusal === undefined ? [] : resources(refusal);
      const spokenOf = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(resources);
      expect({ where, open: spokenOf.filter((resource) => !refused.some((each) => covers(each, resource))) }).toEqual({
        where,
        open: [],
      });
    }
  });
});

/** True where AWS's list of actions knows no resource for the action; rejects where it does not know the action. */
function hasNoResource(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  return isWildcardOnlyAction(service.toLowerCase(), name);
}

/** True for `arn:aws:s3:::*`, `…:key/*` and `…:table/*`, but not for everything inside one named resource. */
function isEverythingOfAKind(arn: string): boolean {
  const [, , service, , , ...rest] = arn.split(':');
  const name = rest.join(':');
  return service === 's3' ? name.startsWith('*') : /^([a-z-]+[/:])?\*/.test(name);
}

const covers = (wide: string, narrow: string) =>
  wide === narrow || (wide.endsWith('*') && narrow.startsWith(wide.slice(0, -1)));
