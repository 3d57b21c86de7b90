import fc from 'fast-check';
import { withDuckdb } from '../../../adapters/duckdb/session';
import { partitionSession } from '../../partition-session';

const { signal } = new AbortController();

async function neededOf(table: string, sql: string) {
  return withDuckdb({ signal }, async (session) => {
    const { needed, name } = await partitionSession(session);
    return name(table, (await needed(sql))[table]);
  });
}

describe('the partitions that a statement needs', () => {
  const newYear = ['logs/2026-01-01-01-00'];

  it.each([
    ["SELECT * FROM inventory WHERE bucketname = 'logs' AND dt = '2026-01-01-01-00'", newYear],
    ["SELECT * FROM inventory i WHERE i.bucketname = 'logs' AND (i.dt LIKE '2026-01-01%' AND key = 'a')", newYear],
    ["FROM inventory WHERE bucketname = 'logs' AND substr(dt, 1, 10) IN ('2026-01-01')", newYear],
    [
      "FROM inventory WHERE bucketname IN ('logs') AND strptime(dt, '%Y-%m-%d-%H-%M')::DATE = DATE '2026-01-01'",
      newYear,
    ],
    ["FROM inventory WHERE bucketname = 'logs' AND dt BETWEEN '2026-01-01' AND '2026-01-02'", newYear],
    [
      "FROM inventory WHERE lower(bucketname) = 'media2' AND NOT dt < strftime(now() + INTERVAL 20 YEAR, '%Y')",
      ['Media2/2099-01-01-01-00'],
    ],
    [
      "FROM inventory WHERE bucketname = 'media' AND dt > strftime(current_date + INTERVAL 20 YEAR, '%Y')",
      ['media/2099-01-01-01-00'],
    ],
    ["FROM inventory WHERE CASE bucketname WHEN 'logs' THEN dt END = '2026-01-01-01-00'", newYear],
    ['SELECT * FROM inventory WHERE false', []],
    [
      "SELECT * FROM inventory WHERE dt = '2026-01-01-01-00' AND bucketname = 'logs' UNION ALL SELECT * FROM inventory WHERE dt > '2099' AND bucketname = 'media'",
      [...newYear, 'media/2099-01-01-01-00'],
    ],
    [
      "WITH old AS (SELECT * FROM inventory WHERE dt < '2026' AND bucketname = 'media') SELECT count(*) FROM old",
      ['media/2025-12-31-01-00'],
    ],
    [
      "SELECT * FROM inventory a JOIN inventory b ON a.key = b.key WHERE a.bucketname = 'logs' AND a.dt < '2026' AND b.bucketname = 'media' AND b.dt < '2026'",
      ['logs/2025-12-31-01-00', 'media/2025-12-31-01-00'],
    ],
    ["SELECT * FROM inventory_latest l LEFT JOIN inventory i USING (key) WHERE i.dt > '2026'", 'all'],
    [
      "SELECT * FROM inventory i LEFT JOIN inventory_latest l USING (key) WHERE i.dt > '2099' AND i.bucketname = 'logs'",
      ['logs/2099-01-01-01-00'],
    ],
    ["SELECT * FROM inventory WHERE dt = '2026-01-01-01-00' OR key = 'a'", 'all'],
    ['SELECT * FROM inventory WHERE dt = (SELECT max(dt) FROM inventory)', 'all'],
    ["SELECT * FROM inventory WHERE dt > '2026' AND random() > 0.5 USING SAMPLE 3 ROWS", 'all'],
    ['SELECT * FROM inventory WHERE random() > 0.5', 'all'],
    ["SELECT * FROM inventory TABLESAMPLE 3 ROWS WHERE dt > '2099'", 'all'],
    ["SELECT * FROM inventory t(dt, bucketname) WHERE dt = 'a'", 'all'],
    ["SELECT * FROM (SELECT * FROM inventory) WHERE dt > '2099'", 'all'],
    ["SELECT 'x' AS dt FROM inventory_latest WHERE dt = 'x' AND EXISTS (SELECT 1 FROM inventory)", 'all'],
    ["SELECT * FROM query_table('inventory') WHERE dt > '2099'", 'all'],
    ["SELECT * FROM query('SELECT * FROM inventory') WHERE dt > '2099'", 'all'],
    ["SELECT * FROM inventory a POSITIONAL JOIN inventory_latest WHERE a.dt > '2099'", 'all'],
    ["SELECT * FROM inventory_latest l ASOF JOIN inventory a ON l.size >= a.size WHERE a.dt > '2099'", 'all'],
    ["SELECT * FROM (SUMMARIZE inventory) WHERE column_name = 'dt'", 'all'],
    ['SELECT 1 AS current_date FROM inventory WHERE dt > current_date::VARCHAR', 'all'],
    ['SELECT * FROM inventory WHERE CAST(dt AS BIGINT) > 9007199254740993', 'all'],
    ['SELECT * FROM inventory_latest', []],
  ])('%s', async (sql, expected) => {
    expect(await neededOf('inventory', sql)).toEqual(expected);
  });

  it('are enough for the same answer as over all of them, whatever the filter', async () => {
    await withDuckdb({ signal }, async (session) => {
      const { needed, answer } = await partitionSession(session);
      const all = { inventory: undefined, inventory_latest: undefined };
      let understood = 0;
      let pruned = 0;
      const property = async (sql: string) => {
        const whole = await answer(sql, all).catch(() => undefined);
        if (whole === undefined) return;
        understood += 1;
        const part = await needed(sql).catch(() => all);
        if (part.inventory !== undefined || part.inventory_latest !== undefined) pruned += 1;
        expect({ sql, rows: await answer(sql, part) }).toEqual({ sql, rows: whole });
      };
      await fc.assert(fc.asyncProperty(statement, property), { numRuns: 400, seed: 1 });
      expect(understood).toBeGreaterThan(350);
      expect(pruned).toBeGreaterThan(150);
    });
  }, 60_000);
});

const quoted = (values: readonly string[]) => fc.constantFrom(...values.map((value) => `'${value}'`));
const bucketLiteral = quoted(['logs', 'logs.eu', 'media', 'MEDIA2', 'l%', '%']);
const dayLiteral = quoted(['2025-12-31-01-00', '2026', '2026-01-02-01-00', '2099', '2026%', '']);
const operator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=', 'LIKE', 'NOT LIKE', 'IS DISTINCT FROM');

/** A condition on the columns of tables that go by these names; '' is a name without a qualifier. */
function condition(qualifiers: readonly string[]): fc.Arbitrary<string> {
  const prefix = fc.constantFrom(...qualifiers.map((name) => (name === '' ? '' : `${name}.`)));
  const bucket = prefix.map((name) => `${name}bucketname`);
  const day = prefix.map((name) => `${name}dt`);
  const { tree } = fc.letrec<{ tree: string; atom: string }>((tie) => ({
    atom: fc.oneof(
      fc.tuple(bucket, operator, bucketLiteral).map((parts) => parts.join(' ')),
      fc.tuple(day, operator, dayLiteral).map((parts) => parts.join(' ')),
      fc.tuple(day, dayLiteral, dayLiteral).map(([column, low, high]) => `${column} BETWEEN ${low} AND ${high}`),
      fc.tuple(bucket, bucketLiteral, bucketLiteral).map(([column, ...list]) => `${column} IN (${list.join(', ')})`),
      fc.tuple(day, dayLiteral).map(([column, value]) => `coalesce(${column}, ${value}) = ${value}`),
      fc.tuple(day, fc.constantFrom('IS NULL', 'IS NOT NULL')).map((parts) => parts.join(' ')),
      fc.tuple(bucket, day).map(([one, other]) => `length(${one}) < length(${other}) - 11`),
      day.map((column) => `try_cast(substr(${column}, 1, 4) AS INTEGER) + 1 > 2026.5`),
      day.map((column) => `strptime(${column}, '%Y-%m-%d-%H-%M') > now()::TIMESTAMP`),
      prefix.map((name) => `${name}key = 'a'`),
      fc.constantFrom('true', 'false', 'NULL', '1 = 1'),
      bucket.map((column) => `${column} = (SELECT max(bucketname) FROM inventory_latest WHERE bucketname < 'm')`),
      bucket.map((column) => `${column} IN (SELECT bucketname FROM inventory WHERE dt > '2026-01-02')`),
    ),
    tree: fc.oneof(
      { depthSize: 'small' },
      tie('atom'),
      fc.tuple(tie('tree'), tie('tree')).map((parts) => `(${parts.join(' AND ')})`),
      fc.tuple(tie('tree'), tie('tree')).map((parts) => `(${parts.join(' OR ')})`),
      tie('tree').map((inner) => `NOT (${inner})`),
      tie('tree').map((inner) => `CASE WHEN ${inner} THEN true END`),
    ),
  }));
  return tree;
}

const single = fc
  .oneof(
    fc.tuple(fc.constantFrom('inventory', 's3_inventory.inventory'), condition(['', 'inventory'])),
    fc.tuple(fc.constant('inventory AS i'), condition(['', 'i'])),
  )
  .map(([table, where]) => `SELECT bucketname, key FROM ${table} WHERE ${where}`);

const joined = fc
  .tuple(
    fc.constantFrom('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'),
    fc.constantFrom('ON a.bucketname = b.bucketname', 'ON a.size = b.size', 'USING (bucketname)'),
    fc
      .constantFrom('inventory a, inventory_latest b', 'inventory_latest a, inventory b')
      .chain((tables) => condition([tables.startsWith('inventory a') ? 'a' : 'b']).map((where) => ({ tables, where }))),
  )
  .map(
    ([join, on, { tables, where }]) =>
      `SELECT a.key, b.bucketname FROM ${tables.replace(',', ` ${join}`)} ${on} WHERE ${where}`,
  );

const halfJoined = fc
  .tuple(
    fc.constantFrom('SEMI JOIN', 'ANTI JOIN'),
    fc.constantFrom('inventory', 'inventory_latest'),
    fc.constantFrom('ON a.bucketname = b.bucketname', 'USING (size)'),
    condition(['a', '']),
  )
  .map(([join, other, on, where]) => `SELECT a.* FROM inventory a ${join} ${other} b ${on} WHERE ${where}`);

const nested = fc
  .tuple(condition(['']), condition(['', 'inventory']))
  .chain(([inner, outer]) =>
    fc.constantFrom(
      `SELECT dt, count(*) FROM (SELECT * FROM inventory WHERE ${inner}) WHERE ${outer} GROUP BY dt`,
      `WITH inventory AS (SELECT * FROM inventory WHERE ${inner}) SELECT * FROM inventory WHERE ${outer}`,
      `SELECT count(*) FROM inventory WHERE ${inner} UNION ALL SELECT count(*) FROM inventory_latest WHERE ${outer}`,
      `SELECT bucketname, (SELECT count(*) FROM inventory i WHERE i.bucketname = l.bucketname AND ${inner}) FROM inventory_latest l`,
      `SELECT 'logs' AS bucketname, upper(dt) AS dt FROM inventory WHERE ${inner} QUALIFY row_number() OVER (ORDER BY bucketname, dt, key) < 5`,
    ),
  );

const statement = fc.oneof(single, { arbitrary: joined, weight: 3 }, halfJoined, nested);
