import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'cdktf';
import { TEST_CREDENTIALS } from '../../sandbox/environment';
import { startEmulator, type Emulator } from '../../sandbox/emulator';
import { sandboxPaths, type SandboxPaths } from '../../sandbox/paths';
import { runProgram, type Finished } from '../../sandbox/run-program';
import { findTerraform, type Terraform } from '../../sandbox/terraform';
import { AccessStack } from '../../stacks/access-stack';
import { AccessStackSet } from '../../stacks/access-stack-set';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { sampleConfig, sampleProps, SOURCE } from '../stacks/sample';

const MINUTE = 60_000;
/** The oldest provider version that we allow. Later versions accept everything that it accepts. */
const OLDEST_PROVIDER = '5.100.0';

let paths: SandboxPaths;
let terraform: Terraform;

beforeAll(async () => {
  paths = sandboxPaths(mkdtempSync(join(tmpdir(), 'orgs3-validate-')));
  terraform = await findTerraform(paths);
});
afterAll(() => rmSync(paths.folder, { recursive: true, force: true }));

const run = (stack: string, ...args: readonly string[]): Promise<Finished> =>
  runProgram({
    command: 'terraform',
    args: [...args, '-no-color'],
    cwd: join(paths.synthesized, 'stacks', stack),
    env: terraform.env,
    timeout: 2 * MINUTE,
  });

/** Synthesizes into the test's folder, and pins the provider version. */
function synthesize(addStacks: (app: App) => void, stacks: readonly string[]): void {
  const app = new App({ outdir: paths.synthesized });
  addStacks(app);
  app.synth();
  const aws = { source: 'hashicorp/aws', version: OLDEST_PROVIDER };
  for (const stack of stacks) {
    const override = join(paths.synthesized, 'stacks', stack, 'version_override.tf.json');
    writeFileSync(override, JSON.stringify({ terraform: { required_providers: { aws } } }));
  }
}

describe('terraform validate, with the oldest provider allowed', () => {
  const stacks = ['delegation', 'access', 'access-333333333333', 'collector-eu-west-1', 'source-333333333333'];

  beforeAll(() => {
    const config = sampleConfig({
      access: {
        externalId: 'secret-7',
        trustedPrincipals: ['arn:aws:iam::222222222222:role/deploy'],
        sessionTags: { Purpose: 's3-inventory' },
        permissionsBoundary: 'boundaries/workloads',
      },
      delegation: { organizationReadAccess: true, stackSets: true, attachTo: ['deploy', 'check@example.com'] },
      inventory: { prefixFilter: 'raw/${x}', encryption: { type: 'SSE-KMS' } },
      additional: [
        { id: 'b.2', match: { buckets: ['photos'] }, encryption: { type: 'none' } },
        {
          id: 'c_3',
          encryption: { type: 'SSE-KMS', keys: { 'eu-west-1': 'arn:aws:kms:eu-west-1:222222222222:key/1' } },
        },
      ],
      alarms: { emails: ['storage@example.com'] },
      tags: { 'Cost ${center}': '%{1}' },
      emulator: { endpoint: 'http://127.0.0.1:5600' },
    });
    const existing = ['organization-inventory', 'b.2'].map((id) => ({
      account: SOURCE,
      region: 'eu-west-1',
      bucket: 'photos',
      id,
    }));
    const units = ['r-f6g7', 'ou-f6g7-11111111'];
    synthesize((app) => {
      addOrganizationStacks(app, { ...sampleProps(config), existing });
      new AccessStackSet(app, { ...sampleProps(config), units });
    }, stacks);
  });

  it.each(stacks)(
    'accepts %s',
    async (stack) => {
      const init = await run(stack, 'init', '-input=false');
      expect(init.output).toContain(`hashicorp/aws v${OLDEST_PROVIDER}`);

      const validated = await run(stack, 'validate');

      expect(validated.output).toContain('Success! The configuration is valid.');
    },
    3 * MINUTE,
  );
});

describe('terraform init', () => {
  /**
   * Synthesizes an access stack for one backend. Each backend needs a stack of its own, because a folder remembers its
   * backend.
   */
  const synthesizeAccess = (account: string, changes: Parameters<typeof sampleConfig>[0]) =>
    synthesize(
      (app) => new AccessStack(app, { ...sampleProps(sampleConfig(changes)), account }),
      [`access-${account}`],
    );
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  }, 2 * MINUTE);
  afterAll(() => emulator.stop());

  it(
    'accepts the s3 backend, with its lock file',
    async () => {
      const { endpoint } = emulator;
      const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: TEST_CREDENTIALS, forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: 'states' }));
      synthesizeAccess('555555555555', {
        backend: { type: 's3', bucket: 'states', region: 'us-east-1' },
        emulator: { endpoint },
      });

      const { output, code } = await run('access-555555555555', 'init', '-input=false');

      expect(output).toContain('Successfully configured the backend "s3"!');
      expect(code).toBe(0);
    },
    2 * MINUTE,
  );

  it(
    'understands the cloud block, and asks its host for the workspace',
    async () => {
      const hostname = `localhost:${emulator.port}`;
      synthesizeAccess('666666666666', {
        backend: { type: 'cloud', organization: 'acme', project: 'storage', hostname },
      });

      const { output } = await run('access-666666666666', 'init', '-input=false');

      expect(output).toContain('Initializing HCP Terraform');
      expect(output.replace(/\s+/g, ' ')).toContain('Failed to request discovery document');
    },
    2 * MINUTE,
  );
});
