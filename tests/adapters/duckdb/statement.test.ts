import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDuckdb } from '../../../adapters/duckdb/session';
import { checkSelect, parseSelect, runSelect } from '../../../adapters/duckdb/statement';

const { signal } = new AbortController();

describe("a statement of the user's", () => {
  let root = '';
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'orgs3-statement-')));
    writeFileSync(join(root, 'secret.csv'), 'a,b\n1,secret\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const run = (sql: string) =>
    withDuckdb({ folder: join(root, 'reports'), signal }, async (session) => {
      await parseSelect(session, sql);
      await checkSelect(session, sql);
      return (await runSelect(session, sql)).rows;
    });

  it.each([
    'SELECT 1',
    'FROM (VALUES (1))',
    'WITH a AS (SELECT 1 AS n) SELECT n FROM a;',
    '/* of one */ TABLE (VALUES (1))',
  ])('may be a SELECT in any form: %s', async (sql) => {
    if (sql.includes('TABLE')) await expect(run(sql)).rejects.toThrow('syntax error');
    else expect(await run(sql)).toEqual([[1]]);
  });

  it.each([
    'CREATE TABLE t (a INT)',
    'DROP SCHEMA s3_inventory',
    'INSERT INTO t VALUES (1)',
    "COPY (SELECT 1) TO 'out.csv'",
    "ATTACH 'other.db'",
    'SET enable_external_access = true',
    'INSTALL httpfs',
    'CALL pragma_version()',
    'EXPLAIN ANALYZE SELECT 1',
  ])('is refused where it is no SELECT: %s', async (sql) => {
    await expect(run(sql)).rejects.toThrow('Found another kind of statement where one SELECT is needed');
  });

  it('is refused where it is two, so that nothing hides behind the first', async () => {
    await expect(run('SELECT 1; SELECT 2')).rejects.toThrow('Found 2 statements');
    await expect(run('SELECT 1; DROP TABLE t')).rejects.toThrow('Found another kind of statement');
    await expect(run('-- nothing')).rejects.toThrow('Found 0 statements');
  });

  it('is refused with what DuckDB says of its syntax', async () => {
    await expect(run('SELEC 1')).rejects.toThrow('syntax error at or near "SELEC"');
  });

  it.each([
    (file: string) => `SELECT * FROM read_csv('${file}')`,
    (file: string) => `SELECT * FROM '${file}'`,
    (file: string) => `SELECT * FROM read_text('${file}')`,
    (file: string) => `SELECT * FROM read_text('${file.replace('/secret', '/reports/../secret')}')`,
    (file: string) => `SELECT * FROM query('SELECT * FROM read_text(''${file}'')')`,
    (file: string) => `SELECT * FROM glob('${file}')`,
    (file: string) => `SELECT * FROM sniff_csv('${file}')`,
    () => "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
  ])('reaches no file outside the folder of the reports (case %#)', async (sql) => {
    const error = await run(sql(join(root, 'secret.csv'))).catch((refusal: Error) => refusal.message);

    expect(error).toMatch(/disabled by configuration|does not exist/);
  });

  it('is interrupted by Ctrl-C', async () => {
    const controller = new AbortController();
    const answer = withDuckdb({ signal: controller.signal }, async (session) => {
      const running = runSelect(session, 'SELECT count(*) FROM range(1000000000000) a');
      controller.abort(new Error('interrupted'));
      return running;
    });

    await expect(answer).rejects.toThrow('Interrupted');
  });
});
