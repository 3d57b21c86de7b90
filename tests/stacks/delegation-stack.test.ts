import type { Delegation } from '../../core/config/delegation';
import { MAX_MANAGED_POLICY_CHARACTERS } from '../../core/policies/deployer';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { DESTINATION, sampleConfig, sampleProps, SNAPSHOT } from './sample';
import { attributesOf, ofType, stackNamed, statements, synthesized } from './synthesized';

const MANAGEMENT = SNAPSHOT.organization.managementAccount;
const USUAL: Partial<Delegation> & Pick<Delegation, 'organizationReadAccess'> = { organizationReadAccess: true };

type Changes = Parameters<typeof sampleConfig>[0];

const delegationStack = (delegation: Partial<Delegation> = {}, changes: Changes = {}) =>
  stackNamed(
    synthesized((app) =>
      addOrganizationStacks(app, sampleProps(sampleConfig({ ...changes, delegation: { ...USUAL, ...delegation } }))),
    ),
    'delegation',
  );
const types = (stack: ReturnType<typeof delegationStack>) => stack.resources.map(({ type }) => type).sort();

describe('the delegation stack', () => {
  it('is there only where the configuration asks for it', () => {
    const names = synthesized((app) => addOrganizationStacks(app, sampleProps())).map(({ name }) => name);

    expect(names).not.toContain('delegation');
  });

  it('works in the management account with its own credentials, and enters the destination account through the bootstrap role', () => {
    const { providers } = delegationStack();

    expect(providers).toHaveLength(2);
    expect(providers).toMatchObject([
      {
        allowed_account_ids: [DESTINATION],
        assume_role: [{ role_arn: `arn:aws:iam::${DESTINATION}:role/OrganizationAccountAccessRole` }],
      },
      { alias: 'management', allowed_account_ids: [MANAGEMENT] },
    ]);
    expect(providers[1]).not.toHaveProperty('assume_role');
  });

  it('or, with credentials of the destination account, enters the management account through the role that is named', () => {
    const { providers } = delegationStack({ managementRole: 'team/delegate' });

    expect(providers[0]).not.toHaveProperty('assume_role');
    expect(providers[1]).toMatchObject({
      allowed_account_ids: [MANAGEMENT],
      assume_role: [{ role_arn: `arn:aws:iam::${MANAGEMENT}:role/team/delegate`, session_name: 'orgs3' }],
    });
  });

  it('holds 2 resources: the policy of whoever deploys, and what lets the destination account read the organization', () => {
    const stack = delegationStack();

    expect(types(stack)).toEqual(['aws_iam_policy', 'aws_organizations_resource_policy']);
    expect(attributesOf(stack, 'aws_iam_policy.deployer')).toMatchObject({ name: 'S3InvDestAccountPolicy' });
    const organization = attributesOf(stack, 'aws_organizations_resource_policy.organization');
    expect(organization['provider']).toBe('aws.management');
    expect(statements(organization['content']).flatMap(({ Resource }) => Resource)).toEqual([
      '*',
      `arn:aws:organizations::${MANAGEMENT}:root/o-a1b2c3d4e5/*`,
      `arn:aws:organizations::${MANAGEMENT}:ou/o-a1b2c3d4e5/*`,
      `arn:aws:organizations::${MANAGEMENT}:account/o-a1b2c3d4e5/*`,
    ]);
  });

  it('leaves the resource policy of the organization alone where that is said, and its provider stays', () => {
    const stack = delegationStack({ organizationReadAccess: false });

    expect(types(stack)).toEqual(['aws_iam_policy']);
    expect(stack.providers.map(({ alias }) => alias)).toEqual([undefined, 'management']);
  });

  it('registers the destination account for stack sets where that is asked for', () => {
    const stack = delegationStack({ stackSets: true });

    expect(attributesOf(stack, 'aws_organizations_delegated_administrator.stack-sets')).toMatchObject({
      account_id: DESTINATION,
      provider: 'aws.management',
      service_principal: 'member.org.stacksets.cloudformation.amazonaws.com',
    });
  });

  it('registers it by itself where a StackSet makes the roles, unless that is said to be done elsewhere', () => {
    const registrations = (delegation: Partial<Delegation>, mode: 'direct' | 'stackset') =>
      ofType([delegationStack(delegation, { access: { mode } })], 'aws_organizations_delegated_administrator').length;

    expect(registrations({}, 'stackset')).toBe(1);
    expect(registrations({}, 'direct')).toBe(0);
    expect(registrations({ stackSets: false }, 'stackset')).toBe(0);
    expect(registrations({ stackSets: true }, 'direct')).toBe(1);
  });

  it('attaches the policy to the roles that are named', () => {
    const stack = delegationStack({ attachTo: ['orgs3-terraform', 'Deploy+Check@example.com'] });

    expect(attributesOf(stack, 'aws_iam_role_policy_attachment.deployers')).toMatchObject({
      for_each: { 'orgs3-terraform': 'orgs3-terraform', 'Deploy+Check@example.com': 'Deploy+Check@example.com' },
      policy_arn: '${aws_iam_policy.deployer.arn}',
      role: '${each.key}',
    });
  });

  it('keeps apart what makes roles by a StackSet: a policy of its own, attached to the same roles or to those that are named', () => {
    const attached = (delegation: Partial<Delegation>) => {
      const stack = delegationStack({ attachTo: ['deploy'], ...delegation }, { access: { mode: 'stackset' } });
      return attributesOf(stack, 'aws_iam_role_policy_attachment.access-deployers');
    };
    const policy_arn = '${aws_iam_policy.access-deployer.arn}';

    expect(attached({})).toMatchObject({ for_each: { deploy: 'deploy' }, policy_arn });
    expect(attached({ attachAccessTo: ['roles'] })).toMatchObject({ for_each: { roles: 'roles' }, policy_arn });
    const stack = delegationStack({ attachTo: ['deploy'], attachAccessTo: [] }, { access: { mode: 'stackset' } });
    const names = ofType([stack], 'aws_iam_policy').map(({ attributes }) => attributes['name']);
    expect(names.sort()).toEqual(['S3InvAccessPolicy', 'S3InvDestAccountPolicy']);
    expect(ofType([stack], 'aws_iam_role_policy_attachment')).toHaveLength(1);
  });

  it('makes two policies of one that is too long, and attaches both', () => {
    const stack = delegationStack(
      { attachTo: ['orgs3-terraform'] },
      { inventory: { encryption: { type: 'SSE-KMS' } }, register: { mode: 'copy' } },
    );
    const policies = ofType([stack], 'aws_iam_policy').map(({ attributes }) => attributes);

    expect(policies.map(({ name }) => name)).toEqual(['S3InvDestAccountPolicy', 'S3InvDestAccountPolicy-2']);
    for (const { policy } of policies)
      expect(String(policy).replaceAll('$${', '${').length).toBeLessThanOrEqual(MAX_MANAGED_POLICY_CHARACTERS);
    expect(ofType([stack], 'aws_iam_role_policy_attachment').map(({ attributes }) => attributes['policy_arn'])).toEqual(
      ['${aws_iam_policy.deployer.arn}', '${aws_iam_policy.deployer-2.arn}'],
    );
  });

  it('is refused where the destination account is the management account, and says what to do', () => {
    const props = sampleProps(sampleConfig({ delegation: { organizationReadAccess: true } }));
    const organization = { ...SNAPSHOT.organization, managementAccount: DESTINATION };

    expect(() =>
      synthesized((app) => addOrganizationStacks(app, { ...props, snapshot: { ...SNAPSHOT, organization } })),
    ).toThrow(`destination.account is ${DESTINATION}, the organization's management account. It needs no delegation`);
  });
});
