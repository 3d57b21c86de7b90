import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { DESTINATION, sampleAccount, sampleConfig, sampleProps, sampleSnapshot, SNAPSHOT, SOURCE } from './sample';
import { synthesized } from './synthesized';

const names = (props = sampleProps()) =>
  synthesized((app) => addOrganizationStacks(app, props)).map(({ name }) => name);

describe('the stacks of an organization', () => {
  it('are one collector for each Region in use, and access and source for each account, also without buckets', () => {
    expect(names()).toEqual([
      'access-222222222222',
      'access-333333333333',
      'access-444444444444',
      'collector-eu-west-1',
      'collector-us-east-1',
      'source-222222222222',
      'source-333333333333',
      'source-444444444444',
    ]);
  });

  it('leave out accounts and Regions that a filter leaves out', () => {
    const config = sampleConfig({
      filters: { accounts: { exclude: ['444444444444'] }, regions: { include: ['eu-*'] } },
    });

    expect(names(sampleProps(config))).toEqual([
      'access-222222222222',
      'access-333333333333',
      'collector-eu-west-1',
      'source-222222222222',
      'source-333333333333',
    ]);
  });

  it('are one stack for access, whatever accounts there are, where a StackSet makes the role', () => {
    const config = sampleConfig({ access: { mode: 'stackset' } });

    expect(names(sampleProps(config)).filter((name) => /^access/.test(name))).toEqual(['access']);
    expect(names(sampleProps(config))).toContain('source-444444444444');
  });

  it('are written also before any bucket could be read, so that the StackSet can be made first', () => {
    const unread = sampleSnapshot(...SNAPSHOT.accounts.map((account) => ({ ...account, buckets: [] })));

    expect(names(sampleProps(sampleConfig({ access: { mode: 'stackset' } }), unread))).toEqual([
      'access',
      'source-222222222222',
      'source-333333333333',
      'source-444444444444',
    ]);
  });

  it('are refused where the StackSet is to reach a unit that the organization does not have', () => {
    const config = sampleConfig({ access: { mode: 'stackset', organizationalUnits: ['ou-f6g7-99999999'] } });

    expect(() => names(sampleProps(config))).toThrow('access.organizationalUnits names ou-f6g7-99999999, which');
  });

  it('are refused where the destination account is not in the organization, and say what to correct', () => {
    const props = sampleProps(sampleConfig(), sampleSnapshot(sampleAccount(SOURCE)));

    expect(() => names(props)).toThrow(
      `destination.account is ${DESTINATION}, which is no account of the organization`,
    );
  });

  it('come out the same, byte for byte, whatever else was synthesized before and elsewhere', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orgs3-twice-'));
    try {
      const [first, second] = ['first', 'second'].map((name) => filesOfRun(join(folder, name)));

      expect([...(first?.keys() ?? [])]).toContain('stacks/collector-eu-west-1/assets/register-report.zip');
      expect(first).toEqual(second);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('change only the source stack of an account when that account gets a bucket in a Region in use', () => {
    const grown = sampleSnapshot(
      ...SNAPSHOT.accounts.map((account) =>
        account.id === SOURCE
          ? { ...account, buckets: [...account.buckets, { name: 'videos', region: 'us-east-1' }] }
          : account,
      ),
    );
    const texts = (snapshot = SNAPSHOT) =>
      new Map(
        synthesized((app) => addOrganizationStacks(app, sampleProps(sampleConfig(), snapshot))).map((stack) => [
          stack.name,
          stack.text,
        ]),
      );
    const before = texts();

    const changed = [...texts(grown)].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);

    expect(changed).toEqual([`source-${SOURCE}`]);
  });
});

/** All files that one synthesis writes: contents as text, by path. */
function filesOfRun(outdir: string): Map<string, string> {
  mkdirSync(outdir);
  const app = new App({ outdir });
  addOrganizationStacks(app, sampleProps());
  app.synth();
  return new Map(
    readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(outdir.length + 1), readFileSync(file, 'latin1')]),
  );
}
