import { AccessStack } from '../../../stacks/access-stack';
import { sampleConfig, SOURCE } from '../sample';
import { synthesized } from '../synthesized';

const settings = (backend: NonNullable<Parameters<typeof sampleConfig>[0]>['backend'], changes = {}) =>
  synthesized(
    (app) =>
      new AccessStack(app, {
        config: sampleConfig({ backend, ...changes }),
        configFolder: '/home/ann',
        account: SOURCE,
      }),
  )[0]?.terraform;

describe('the backend', () => {
  it('local keeps a state file for each stack in a folder beside the configuration', () => {
    const path: unknown = expect.stringMatching(/^(\.\.\/)+home\/ann\/state\/access-333333333333\.tfstate$/);

    expect(settings({ type: 'local', directory: 'state' })).toMatchObject({ backend: { local: { path } } });
  });

  it('s3 encrypts the state and locks it with a file beside it', () => {
    expect(settings({ type: 's3', bucket: 'states', region: 'eu-central-1' })).toMatchObject({
      backend: {
        s3: {
          bucket: 'states',
          region: 'eu-central-1',
          key: 'orgs3/access-333333333333.tfstate',
          encrypt: true,
          use_lockfile: true,
        },
      },
    });
  });

  it('s3 reaches the state through a key and a role where they are given', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:111111111111:key/a';
    const roleArn = 'arn:aws:iam::111111111111:role/states';

    expect(settings({ type: 's3', bucket: 'states', region: 'eu-central-1', kmsKeyArn, roleArn })).toMatchObject({
      backend: { s3: { kms_key_id: kmsKeyArn, assume_role: { role_arn: roleArn, session_name: 'orgs3' } } },
    });
  });

  it('s3 lies in the emulator where there is one', () => {
    const emulator = { endpoint: 'http://127.0.0.1:5600' };

    expect(settings({ type: 's3', bucket: 'states', region: 'eu-central-1' }, { emulator })).toMatchObject({
      backend: { s3: { endpoints: { s3: 'http://127.0.0.1:5600' }, use_path_style: true } },
    });
  });

  it('cloud gives each stack a workspace of its own, in a project where one is named', () => {
    expect(
      settings({ type: 'cloud', organization: 'acme', project: 'storage', workspacePrefix: 'inv-' }),
    ).toMatchObject({
      cloud: {
        hostname: 'app.terraform.io',
        organization: 'acme',
        workspaces: { name: 'inv-access-333333333333', project: 'storage' },
      },
    });
  });
});
