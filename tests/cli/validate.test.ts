import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Terminal } from '../../cli/terminal';
import { addValidate } from '../../cli/validate';

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
    await program.parseAsync(['validate', '--config', file, ...options], { from: 'user' });
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
});
