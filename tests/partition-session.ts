import type { DuckdbSession } from '../adapters/duckdb/session';
import { neededPartitions, stableFunctions } from '../adapters/duckdb/pruning';
import { parseSelect } from '../adapters/duckdb/statement';
import { declarePartitions, declareTable } from '../adapters/duckdb/tables';
import { tableReferences } from '../core/query/table-references';
import { fakeTable } from './fake-region';

const BUCKETS = ['logs', 'logs.eu', 'media', 'Media2'];
const DAYS = ['2025-12-31-01-00', '2026-01-01-01-00', '2026-01-02-01-00', '2099-01-01-01-00'];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  inventory: ['bucketname', 'dt'],
  inventory_latest: ['bucketname'],
};
const VALUES: Readonly<Record<string, readonly string[][]>> = {
  inventory: BUCKETS.flatMap((bucket) => DAYS.map((day) => [bucket, day])),
  inventory_latest: BUCKETS.map((bucket) => [bucket]),
};

/** Makes tables in memory with two rows in every partition, and shows any choice of partitions. */
export async function partitionSession(session: DuckdbSession) {
  const stable = await stableFunctions(session);
  for (const [name, keys] of Object.entries(KEYS)) {
    const values = VALUES[name] ?? [];
    const table = fakeTable(name, keys);
    await declareTable(session, table);
    await declarePartitions(
      session,
      table,
      values.map((value) => ({ values: value, location: 's3://b/f/', parameters: {} })),
    );
    const rows = values.flatMap((value, number) =>
      ['a', 'b'].map((key) => `(${number}, '${key}', ${number * 7}, ${value.map((text) => `'${text}'`).join(', ')})`),
    );
    const columns = ['number', 'key', 'size', ...keys].join(', ');
    await session.run(
      `CREATE TABLE awsdatacatalog.main."${name} rows" AS FROM (VALUES ${rows.join(', ')}) t(${columns})`,
    );
  }

  /** The indices of the partitions that a statement needs, by table; `undefined` means all. */
  async function needed(sql: string): Promise<Record<string, ReadonlySet<number> | undefined>> {
    const tree = await parseSelect(session, sql);
    const references = tableReferences(tree, new Map(Object.entries(KEYS)), stable);
    const found: Record<string, ReadonlySet<number> | undefined> = {};
    for (const name of Object.keys(KEYS)) {
      found[name] = await neededPartitions(
        session,
        references.filter(({ table }) => table === name),
      );
    }
    return found;
  }

  /** The answer over these partitions alone: rows as sorted texts. */
  async function answer(sql: string, shown: Record<string, ReadonlySet<number> | undefined>): Promise<string[]> {
    for (const [name, keys] of Object.entries(KEYS)) {
      const numbers = shown[name];
      const where = numbers === undefined ? '' : `WHERE number IN (${[-1, ...numbers].join(', ')})`;
      const columns = ['key', 'size', ...keys].join(', ');
      await session.run(
        `CREATE OR REPLACE VIEW ${name} AS SELECT ${columns} FROM awsdatacatalog.main."${name} rows" ${where}`,
      );
    }
    return (await session.run(sql)).map((row) => row.map(String).join('|')).sort();
  }

  const name = (table: string, numbers: ReadonlySet<number> | undefined) =>
    numbers === undefined
      ? 'all'
      : [...numbers].sort((a, b) => a - b).map((number) => VALUES[table]?.[number]?.join('/'));
  return { needed, answer, name };
}
