import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../core/config/schema';
import { AccessStack } from '../../stacks/access-stack';
import { AccessStackSet } from '../../stacks/access-stack-set';
import { sampleConfig, sampleProps, SOURCE } from './sample';
import { attributesOf, ofType, stackNamed, synthesized } from './synthesized';

const UNITS = ['ou-f6g7-11111111', 'ou-f6g7-22222222', 'ou-f6g7-33333333'];

/** A configuration with every setting that the role depends on. */
const FULL = {
  externalId: 'secret-7',
  trustedPrincipals: ['arn:aws:iam::222222222222:role/deploy', 'arn:aws:iam::222222222222:user/ann'],
  sessionTags: { Purpose: 's3-inventory', Team: 'storage' },
  permissionsBoundary: 'boundaries/workloads',
};

const stackSetStack = (config: Config, units = UNITS) =>
  stackNamed(
    synthesized((app) => void new AccessStackSet(app, { ...sampleProps(config), units })),
    'access',
  );
const directStack = (config: Config) =>
  stackNamed(
    synthesized((app) => void new AccessStack(app, { ...sampleProps(config), account: SOURCE })),
    `access-${SOURCE}`,
  );

/** The text that Terraform gives to AWS, where `$${` means `${`. */
const given = (value: unknown) =>
  z
    .string()
    .parse(value)
    .replaceAll(/([$%])\1(?=\{)/g, '$1');
const templateOf = (config: Config) =>
  given(attributesOf(stackSetStack(config), 'aws_cloudformation_stack_set.source')['template_body']);

const roleSchema = z.strictObject({
  RoleName: z.string(),
  Description: z.string(),
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.tuple([z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })]),
  PermissionsBoundary: z.strictObject({ 'Fn::Sub': z.string() }).optional(),
});
const templateSchema = z.object({
  Resources: z.strictObject({
    SourceRole: z.strictObject({ Type: z.literal('AWS::IAM::Role'), Properties: roleSchema }),
  }),
});

/** The role as CloudFormation makes it in the source account. */
function roleByStackSet(config: Config) {
  const role = templateSchema.parse(JSON.parse(templateOf(config))).Resources.SourceRole.Properties;
  const [policy] = role.Policies;
  return {
    name: role.RoleName,
    description: role.Description,
    trust: role.AssumeRolePolicyDocument,
    policies: { [policy.PolicyName]: policy.PolicyDocument },
    boundary: role.PermissionsBoundary?.['Fn::Sub'].replace('${AWS::AccountId}', SOURCE),
  };
}

/** The role as Terraform makes it in the source account. */
function roleDirectly(config: Config) {
  const stack = directStack(config);
  const role = attributesOf(stack, 'aws_iam_role.source');
  const policies = ofType([stack], 'aws_iam_role_policy').map(({ attributes }): [string, unknown] => [
    String(attributes['name']),
    JSON.parse(given(attributes['policy'])),
  ]);
  return {
    name: role['name'],
    description: role['description'],
    trust: JSON.parse(given(role['assume_role_policy'])) as unknown,
    policies: Object.fromEntries(policies),
    boundary: role['permissions_boundary'],
  };
}

describe('the role by a StackSet', () => {
  it.each([
    ['with nothing but defaults', {}],
    ['with an external id, principals, session tags and a boundary', FULL],
    ['with session tags alone', { sessionTags: FULL.sessionTags }],
    ['with another name', { roleName: 'Inventory' }],
  ])('is, permission by permission, the one that Terraform makes directly: %s', (_, access) => {
    expect(roleByStackSet(sampleConfig({ access: { ...access, mode: 'stackset' } }))).toEqual(
      roleDirectly(sampleConfig({ access })),
    );
  });

  it('asks for whom it trusts, and for its boundary', () => {
    expect(roleByStackSet(sampleConfig({ access: FULL }))).toMatchObject({
      trust: {
        Statement: [
          { Condition: { StringEquals: { 'sts:ExternalId': 'secret-7', 'aws:RequestTag/Team': 'storage' } } },
          { Action: 'sts:TagSession' },
        ],
      },
      boundary: `arn:aws:iam::${SOURCE}:policy/boundaries/workloads`,
    });
  });
});

describe('the stack "access"', () => {
  it('works in the destination account, in the home Region, as it is called', () => {
    const { providers } = stackSetStack(sampleConfig({ access: { ...FULL, mode: 'stackset' } }));

    expect(providers).toEqual([{ region: 'eu-west-1', allowed_account_ids: ['222222222222'] }]);
  });

  it('keeps a StackSet of the organization that looks after accounts of tomorrow', () => {
    expect(attributesOf(stackSetStack(sampleConfig()), 'aws_cloudformation_stack_set.source')).toMatchObject({
      name: 's3inventory-access',
      permission_model: 'SERVICE_MANAGED',
      call_as: 'DELEGATED_ADMIN',
      auto_deployment: { enabled: true, retain_stacks_on_account_removal: false },
      capabilities: ['CAPABILITY_NAMED_IAM'],
    });
  });

  it('reaches each unit by an instance of its own, so that none goes when others come, and one after another', () => {
    const instances = ofType([stackSetStack(sampleConfig())], 'aws_cloudformation_stack_set_instance');

    expect(instances.map(({ address, attributes }) => [address, attributes['depends_on']])).toEqual(
      UNITS.map((unit, index) => [
        `aws_cloudformation_stack_set_instance.unit-${unit}`,
        index === 0 ? undefined : [`aws_cloudformation_stack_set_instance.unit-${UNITS[index - 1] ?? ''}`],
      ]),
    );
    for (const [index, { attributes }] of instances.entries()) {
      expect(attributes).toMatchObject({
        call_as: 'DELEGATED_ADMIN',
        deployment_targets: { organizational_unit_ids: [UNITS[index]] },
      });
    }
  });
});

const hasCfnLint = spawnSync('cfn-lint', ['--version']).status === 0;

describe(`the template, by cfn-lint${hasCfnLint ? '' : ' (which is not on PATH: skipped)'},`, () => {
  (hasCfnLint ? it : it.skip).each([
    ['with nothing but defaults', {}],
    ['with everything', FULL],
  ])('is right %s', (_, access) => {
    const folder = mkdtempSync(join(tmpdir(), 'orgs3-template-'));
    try {
      const file = join(folder, 'template.json');
      writeFileSync(file, templateOf(sampleConfig({ access })));

      const { status, stdout } = spawnSync('cfn-lint', ['--non-zero-exit-code', 'warning', file], { encoding: 'utf8' });

      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
