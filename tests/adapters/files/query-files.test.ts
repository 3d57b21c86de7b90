import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSavedQueries } from '../../../adapters/files/query-files';

describe('readSavedQueries', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'orgs3-saved-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads every .sql file, sorted by name', () => {
    writeFileSync(join(folder, 'b.sql'), '-- Second\nSELECT 2\n');
    writeFileSync(join(folder, 'a.sql'), '-- First\nSELECT 1\n');
    writeFileSync(join(folder, 'notes.md'), 'no query');

    expect(readSavedQueries(folder)).toEqual([
      { name: 'a', description: 'First', sql: 'SELECT 1' },
      { name: 'b', description: 'Second', sql: 'SELECT 2' },
    ]);
  });

  it('names the folder that is missing', () => {
    expect(() => readSavedQueries(join(folder, 'nowhere'))).toThrow(/cannot be read from .*nowhere/);
  });
});
