import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addExplain } from '../../cli/explain';
import { sampleAccount, sampleSnapshot, SOURCE } from '../stacks/sample';

const CONFIGURATION = `destination: { account: "222222222222", homeRegion: eu-west-1 }
filters: { buckets: { exclude: ["tmp-*"] } }
additional:
  - id: security-team
    format: CSV
overrides:
  - match: { buckets: ['ph*'] }
    set: { frequency: Weekly }
  - match: { tags: { Stage: 'dev*' } }
    configuration: security-team
    set: { enabled: false }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orgs3-explain-'));
  mkdirSync(join(folder, 'organization'));
  writeFileSync(join(folder, 'inventory.yaml'), CONFIGURATION);
  writeSnapshot(
    join(folder, 'organization'),
    sampleSnapshot(
      sampleAccount(SOURCE, [
        { name: 'music', region: 'us-east-1', tags: { Stage: 'development' } },
        { name: 'photos', region: 'eu-west-1' },
        { name: 'tmp-1', region: 'eu-west-1' },
      ]),
    ),
  );
});
afterEach(() => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
});

async function explain(...args: readonly string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const program = new Command().exitOverride();
  addExplain(program, {
    out: (text) => void out.push(text),
    note: (line) => void notes.push(line),
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  });
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  await program.parseAsync(['explain', ...files, ...args], { from: 'user' });
  return { exitCode: process.exitCode, out: out.join(''), notes: notes.join('\n') };
}

describe('orgs3 explain', () => {
  it('names the line that decided each value, and says where the default did', async () => {
    const { out, exitCode } = await explain('photos');

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^frequency +\S*inventory\.yaml:8 overrides\[0\]\.set\.frequency +Weekly$/m);
    expect(out).toMatch(/^format +\S*inventory\.yaml:5 additional\[0\]\.format +CSV$/m);
    expect(out).toMatch(/^format +default +Parquet$/m);
    expect(out).toContain(
      `reports in s3://s3inventory-eu-west-1-222222222222/inventory/${SOURCE}/photos/security-team/`,
    );
  });

  it('applies an override by tag, and warns where the tags are not known', async () => {
    expect((await explain('music')).out).toMatch(/^enabled +\S*:11 overrides\[1\]\.set\.enabled +false$/m);
    expect((await explain('music')).notes).toBe('');
    expect((await explain('photos')).notes).toContain('does not know the tags of this bucket');
  });

  it('says which filter leaves a bucket out, and on which line', async () => {
    expect((await explain('tmp-1')).out).toMatch(
      /No configuration: tmp-1 is left out by filters\.buckets\.exclude "tmp-\*" \(\S*inventory\.yaml:2 filters\.buckets\.exclude\[0\]\)\./,
    );
  });

  it('gives the same to programs', async () => {
    const [bucket] = JSON.parse((await explain('photos', '--format', 'json')).out) as [
      { configurations: { id: string; settings: Record<string, unknown> }[] },
    ];

    expect(bucket.configurations.map(({ id }) => id)).toEqual(['organization-inventory', 'security-team']);
    expect(bucket.configurations[0]?.settings['frequency']).toMatchObject({
      value: 'Weekly',
      source: { path: 'overrides[0].set.frequency', line: 8, column: 12 },
    });
    expect(bucket.configurations[0]?.settings['versions']).toEqual({ value: 'Current', source: 'default' });
  });

  it('names buckets like one that it does not know, and exits 1', async () => {
    const { notes, exitCode } = await explain('photo');

    expect(exitCode).toBe(1);
    expect(notes).toContain('There is no bucket "photo" in the snapshot, which has 3. Names like it: photos.');
  });
});
