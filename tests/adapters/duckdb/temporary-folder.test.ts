import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchPartitions } from '../../../adapters/duckdb/fetch';
import { withDuckdb } from '../../../adapters/duckdb/session';
import { declareTable, loadTable } from '../../../adapters/duckdb/tables';
import { withTemporaryFolder } from '../../../adapters/duckdb/temporary-folder';
import { fakeRegion, fakeTable } from '../../fake-region';

const { signal } = new AbortController();
const table = fakeTable('inventory', ['bucketname', 'dt']);

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'orgs3-folder-'))));
afterEach(() => rmSync(base, { recursive: true }));

const folderNamed = (name: string) => {
  const folder = join(base, name);
  mkdirSync(folder);
  return folder;
};

/** The rows that DuckDB reads of a report whose files lie below a folder. */
const readReport = (folder: string) =>
  withDuckdb({ folder, signal }, async (session) => {
    const { partitions, reports } = fakeRegion([{ bucketname: 'logs', dt: '2026-01-01-01-00', rows: [{ key: 'a' }] }]);
    await declareTable(session, table);
    await fetchPartitions(folder, [{ table, partitions: partitions['inventory'] ?? [] }], { reports, signal });
    await loadTable(session, table, folder);
    return session.run('SELECT bucketname, dt, key FROM inventory');
  });

describe('withTemporaryFolder', () => {
  it.each([
    'tmp',
    "it's",
    "'); DROP TABLE inventory; --",
    '$(id) ${HOME} `id`',
    '{a,b}',
    '!~]',
    '100%41',
    'a b',
    'größe 鍵',
  ])('lies in a folder called %j, and DuckDB reads exactly the report in it', async (name) => {
    expect(await withTemporaryFolder('t-', readReport, folderNamed(name))).toEqual([['logs', '2026-01-01-01-00', 'a']]);
  });

  it.each([
    ['*', '**'],
    ['?', 'what?'],
    ['[', '[a]'],
    ['\\', 'a\\b'],
    ['=', 'dt=2030-01-01-01-00'],
  ])('is not made where DuckDB would read more into a %s', async (sign, name) => {
    const parent = folderNamed(name);
    let worked = false;

    await expect(withTemporaryFolder('t-', () => Promise.resolve((worked = true)), parent)).rejects.toMatchObject({
      message: expect.stringContaining(`DuckDB would not take the "${sign}" for a part of its name`) as string,
      next: 'Set the environment variable TMPDIR to another folder.',
    });
    expect([worked, readdirSync(parent)]).toEqual([false, []]);
  });

  it('is gone afterwards with all that is in it, whether the work succeeds or fails', async () => {
    const fill = (folder: string) => {
      writeFileSync(join(folder, 'data'), 'x');
      return readdirSync(base).length;
    };

    expect(await withTemporaryFolder('t-', (folder) => Promise.resolve(fill(folder)), base)).toBe(1);
    await expect(
      withTemporaryFolder('t-', (folder) => Promise.reject(new Error(`${fill(folder)} failed`)), base),
    ).rejects.toThrow('1 failed');
    expect(readdirSync(base)).toEqual([]);
  });
});
