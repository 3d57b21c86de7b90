import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Terminal } from '../../cli/terminal';
import { addValidate } from '../../cli/validate';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { account, bucket, snapshot } from '../core/organization/example';

describe('orgs3 validate', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'orgs3-validate-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = undefined;
  });

  async function run(text: string, ...options: string[]) {
    const file = join(folder, 'inventory.yaml');
    writeFileSync(file, text);
    const written = { out: '', note: '' };
    const terminal: Terminal = {
      out: (data) => void (written.out += data),
      note: (line) => void (written.note += `${line}\n`),
      interactive: false,
      color: false,
      signal: new AbortController().signal,
    };
    const program = new Command();
    addValidate(program, terminal);
    const organization = join(folder, 'organization');
    await program.parseAsync(['validate', '--config', file, '--organization', organization, ...options], {
      from: 'user',
    });
    return { ...written, file, exitCode: process.exitCode };
  }

  const right = [
    'destination: { account: "222222222222", homeRegion: eu-west-1 }',
    'filters: { regions: { include: ["eu-*"], exclude: [eu-south-1] } }',
    'backend: { type: cloud, organization: acme }',
  ].join('\n');
  const wrong = 'destination: { account: "222222222222" }\nfilter: {}\n';

  it('says that the file is valid, and what it comes down to', async () => {
    const { out, note, exitCode, file } = await run(right);

    expect(out.split('\n')).toEqual([
      `${file} is valid.`,
      '  destination  account 222222222222, home Region eu-west-1',
      '  Regions      eu-* without eu-south-1',
      '  reports      Parquet, Daily, versions Current, 10 optional fields',
      '  backend      cloud, organization acme on app.terraform.io, workspaces orgs3-…',
      '',
    ]);
    expect([note, exitCode]).toEqual(['', 0]);
  });

  it('lists every mistake on stderr and exits 1 when it is not', async () => {
    const { out, note, exitCode, file } = await run(wrong);

    expect(note.split('\n').slice(0, 3)).toEqual([
      `error: 2 mistakes in ${file}`,
      `${file}:1:1: destination.homeRegion: found nothing, allowed a Region code such as eu-west-1`,
      expect.stringMatching(
        /:2:1: filter: found the unknown key "filter", allowed destination, .*\(did you mean filters\?\)$/,
      ),
    ]);
    expect([out, exitCode]).toEqual(['', 1]);
  });

  it('gives the mistakes as JSON on stdout alone', async () => {
    const { out, note, exitCode, file } = await run(wrong, '--format', 'json');

    expect(JSON.parse(out)).toEqual({
      file,
      valid: false,
      mistakes: [
        expect.objectContaining({ line: 1, column: 1, path: 'destination.homeRegion', found: 'nothing' }),
        expect.objectContaining({ line: 2, column: 1, path: 'filter', meant: 'filters' }),
      ],
    });
    expect([note, exitCode]).toEqual(['', 1]);
  });

  it('gives an empty list of mistakes as JSON for a valid file', async () => {
    const { out, exitCode, file } = await run(right, '--format', 'json');

    expect([JSON.parse(out), exitCode]).toEqual([{ file, valid: true, mistakes: [] }, 0]);
  });

  describe('where there is a snapshot', () => {
    const globs = [
      'destination: { account: "222222222222", homeRegion: eu-west-1 }',
      'filters:',
      '  organizationalUnits:',
      "    exclude: [/Workloads, '/CI/CD/**']",
      '  buckets:',
      '    exclude:',
      '      - logs',
      '      - log-*',
    ].join('\n');

    function givenSnapshot() {
      const { organization, accounts } = snapshot(account('111111111111', { buckets: [bucket('logs')] }));
      const units = ['/', '/CI%2FCD', '/Workloads'].map((path, index) => ({ id: `ou-${index}`, name: 'a unit', path }));
      writeSnapshot(join(folder, 'organization'), { organization: { ...organization, units }, accounts });
    }

    it('notes the globs that match nothing in it, each with its line, and exits 0', async () => {
      givenSnapshot();
      const { out, note, exitCode, file } = await run(globs);

      expect(out).toContain(`${file} is valid.`);
      expect(note.split('\n')).toEqual([
        'Globs that match nothing in the snapshot:',
        `  ${file}:4:27: filters.organizationalUnits.exclude[1]: "/CI/CD/**" matches none of 3 organizational units (in a name, "/" is written %2F and "%" is written %25: /CI%2FCD)`,
        `  ${file}:8:9: filters.buckets.exclude[1]: "log-*" matches none of 1 bucket`,
        '',
      ]);
      expect(exitCode).toBe(0);
    });

    it('gives them as JSON', async () => {
      givenSnapshot();
      const { out, note, exitCode, file } = await run(globs, '--format', 'json');

      expect(JSON.parse(out)).toEqual({
        file,
        valid: true,
        mistakes: [],
        unmatchedGlobs: [
          {
            line: 4,
            column: 27,
            path: 'filters.organizationalUnits.exclude[1]',
            glob: '/CI/CD/**',
            comparedWith: { what: 'organizational unit', count: 3 },
            escaped: ['/CI%2FCD'],
          },
          {
            line: 8,
            column: 9,
            path: 'filters.buckets.exclude[1]',
            glob: 'log-*',
            comparedWith: { what: 'bucket', count: 1 },
            escaped: [],
          },
        ],
      });
      expect([note, exitCode]).toEqual(['', 0]);
    });

    it('says nothing where every glob matches something', async () => {
      givenSnapshot();
      const { note, exitCode } = await run(globs.replace('/CI/CD', '/CI%2FCD').replace('log-*', 'log*'));

      expect([note, exitCode]).toEqual(['', 0]);
    });

    it('still checks the configuration where the snapshot is broken, and says so', async () => {
      givenSnapshot();
      writeFileSync(join(folder, 'organization', 'organization.json'), '{}');
      const { out, note, exitCode, file } = await run(globs);

      expect(out).toContain(`${file} is valid.`);
      expect(note).toMatch(/^The globs were not compared with the snapshot: .*organization.json is not as discover/);
      expect(exitCode).toBe(0);
    });
  });
});
