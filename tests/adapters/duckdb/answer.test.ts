import { withDuckdb } from '../../../adapters/duckdb/session';
import { runSelect } from '../../../adapters/duckdb/statement';

const { signal } = new AbortController();
const run = (sql: string) => withDuckdb({ signal }, (session) => runSelect(session, sql));

describe("DuckDB's answers", () => {
  it.each([
    ['true', 'boolean', true],
    ['42', 'integer', 42],
    ['9007199254740991', 'integer', 9007199254740991],
    ['9007199254740993', 'integer', 9007199254740993n],
    ['-170141183460469231731687303715884105727', 'integer', -170141183460469231731687303715884105727n],
    ["DOUBLE '0.1'", 'double', 0.1],
    ['1.50', 'decimal(3,2)', '1.50'],
    ["DATE '2026-01-31'", 'date', '2026-01-31'],
    ["TIMESTAMP '2026-01-31 01:02:03'", 'timestamp', '2026-01-31 01:02:03.000'],
    ["TIMESTAMP '2026-01-31 01:02:03.000456'", 'timestamp', '2026-01-31 01:02:03.000456'],
    ["TIMESTAMPTZ '2026-01-31 01:02:03+01'", 'text', '2026-01-31 00:02:03.000 UTC'],
    ["'a\n'", 'text', 'a\n'],
    ["['a', NULL]", 'text', "['a', NULL]"],
    ["INTERVAL '1' DAY", 'text', '1 day'],
    ['CAST(NULL AS TIMESTAMP)', 'timestamp', null],
  ])('%s is %s', async (expression, type, value) => {
    expect(await run(`SELECT ${expression} AS v`)).toEqual({ columns: [{ name: 'v', type }], rows: [[value]] });
  });

  it('keep columns of the same name apart', async () => {
    const { columns } = await run('SELECT 1 AS a, 2 AS A, 3 AS a_2, 4 AS a');

    expect(columns.map(({ name }) => name)).toEqual(['a', 'A_3', 'a_2', 'a_4']);
  });
});
