import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../adapters/files/snapshot-files';
import { SNAPSHOT } from './stacks/sample';

const ROOT = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'orgs3-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs main.ts as cdktf does, with a configuration in the test's folder. */
function synthesize(configuration: string) {
  const config = join(folder, 'inventory.yaml');
  const organization = join(folder, 'organization');
  const output = join(folder, 'out');
  writeFileSync(config, configuration);
  writeSnapshot(organization, SNAPSHOT);
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ORGS3_CONFIG: config, ORGS3_ORGANIZATION: organization, CDKTF_OUTDIR: output },
  });
  return { status, stderr, output };
}

describe('main.ts', () => {
  it('writes the stacks of the organization that the snapshot describes', () => {
    const { status, output } = synthesize('destination:\n  account: "222222222222"\n  homeRegion: eu-west-1\n');

    expect(status).toBe(0);
    expect(readdirSync(join(output, 'stacks'))).toContain('source-333333333333');
    expect(readdirSync(join(output, 'stacks', 'collector-eu-west-1', 'assets')).sort()).toEqual([
      'reconcile-catalog.zip',
      'register-report.zip',
    ]);
  }, 60_000);

  it('fails with a message about an error in the configuration, without a stack trace', () => {
    const { status, stderr } = synthesize('destination:\n  account: "999999999999"\n  homeRegion: eu-west-1\n');

    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: destination\.account is 999999999999, which is no account/m);
    expect(stderr).toMatch(/^ {2}next: Correct destination\.account/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
  }, 60_000);
});
