import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxPaths } from '../../sandbox/paths';
import { providerSettings } from '../../sandbox/provider-mirror';
import { findTerraform, terraformErrors } from '../../sandbox/terraform';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'orgs3-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('providerSettings', () => {
  const settings = (env: NodeJS.ProcessEnv, mirrors: readonly string[] = []) =>
    providerSettings(join(folder, 'terraform'), { TF_CLI_CONFIG_FILE: join(folder, 'absent'), ...env }, mirrors);

  it("leaves the user's own command line configuration alone", () => {
    const own = join(folder, 'own.tfrc');
    writeFileSync(own, '');

    expect(settings({ TF_CLI_CONFIG_FILE: own })).toEqual({});
  });

  it('uses a mirror that lies some levels below a conventional folder', () => {
    const mirror = join(folder, 'opt', 'vendor', 'plugins');
    mkdirSync(join(mirror, 'registry.terraform.io', 'hashicorp', 'aws'), { recursive: true });

    const file = settings({}, [join(folder, 'none'), join(folder, 'opt')])['TF_CLI_CONFIG_FILE'];

    expect(readFileSync(file ?? '', 'utf8')).toContain(`path    = "${mirror}"`);
  });

  it('downloads providers once for all stacks if there is no mirror', () => {
    const { TF_PLUGIN_CACHE_DIR: cache = '', TF_CLI_CONFIG_FILE: file = '' } = settings({});

    expect(existsSync(cache)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('findTerraform', () => {
  const path = process.env['PATH'];
  afterEach(() => (process.env['PATH'] = path));

  const terraformThatSays = (line: string) => {
    writeFileSync(join(folder, 'terraform'), `#!/bin/sh\necho "${line}"\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}:/bin:/usr/bin`;
  };

  it('says what to install if Terraform is not on PATH', async () => {
    process.env['PATH'] = folder;

    await expect(findTerraform(sandboxPaths(folder))).rejects.toMatchObject({
      message: expect.stringContaining('no Terraform on PATH') as string,
      next: expect.stringContaining('Install Terraform 1.10 or newer') as string,
    });
  });

  it('refuses a Terraform that is too old, and names its version', async () => {
    terraformThatSays('Terraform v1.5.7');

    await expect(findTerraform(sandboxPaths(folder))).rejects.toThrow('Terraform 1.5.7 is too old');
  });

  it('accepts a Terraform that is new enough, and hides the user’s credentials from it', async () => {
    terraformThatSays('Terraform v1.10.0');
    process.env['AWS_PROFILE'] = 'production';

    const { version, env } = await findTerraform(sandboxPaths(folder));
    delete process.env['AWS_PROFILE'];

    expect(version).toBe('1.10.0');
    expect(env).toMatchObject({ AWS_ACCESS_KEY_ID: 'test', AWS_CONFIG_FILE: join(folder, 'no-aws-configuration') });
    expect(env).not.toHaveProperty('AWS_PROFILE');
  });
});

describe('terraformErrors', () => {
  it("keeps Terraform's errors without their frame and without what came before", () => {
    const written = 'Warning: old\n╷\n│ Error: creating S3 Bucket: NoSuchBucket\n│ \n│   with aws_s3_bucket.a,\n╵\n';

    expect(terraformErrors(written)).toBe('Error: creating S3 Bucket: NoSuchBucket\n  with aws_s3_bucket.a,');
  });

  it('keeps the last lines if there is no error in them', () => {
    expect(terraformErrors('one\n\ntwo\n')).toBe('one\ntwo');
  });
});
