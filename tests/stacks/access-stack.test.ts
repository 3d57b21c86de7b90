import { AccessStack } from '../../stacks/access-stack';
import { sampleConfig, sampleProps, SOURCE } from './sample';
import { attributesOf, stackNamed, statements, synthesized } from './synthesized';

const accessStack = (config = sampleConfig()) =>
  stackNamed(
    synthesized((app) => void new AccessStack(app, { ...sampleProps(config), account: SOURCE })),
    `access-${SOURCE}`,
  );

describe('the access stack of an account', () => {
  it('gets into the account through the bootstrap role, which asks for no session tags', () => {
    const access = { bootstrapRole: 'setup/admin', sessionTags: { Team: 'storage' } };
    const { providers } = accessStack(sampleConfig({ access }));

    expect(providers).toEqual([
      expect.objectContaining({
        region: 'eu-west-1',
        assume_role: [{ role_arn: 'arn:aws:iam::333333333333:role/setup/admin', session_name: 'orgs3' }],
      }),
    ]);
  });

  it('makes the role OrgS3role with the policy OrgS3role_policy', () => {
    const stack = accessStack();

    expect(attributesOf(stack, 'aws_iam_role.source')['name']).toBe('OrgS3role');
    expect(attributesOf(stack, 'aws_iam_role_policy.source-permissions')).toMatchObject({
      name: 'OrgS3role_policy',
      role: '${aws_iam_role.source.name}',
    });
  });

  it('trusts the destination account, and whoever brings the external id where there is one', () => {
    const stack = accessStack(sampleConfig({ access: { externalId: 'secret-7' } }));

    expect(statements(attributesOf(stack, 'aws_iam_role.source')['assume_role_policy'])).toEqual([
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::222222222222:root'] },
        Condition: { StringEquals: { 'sts:ExternalId': 'secret-7' } },
      }),
    ]);
  });
});
