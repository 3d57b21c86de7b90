import type { DuckDBValue } from '@duckdb/node-api';
import { isNode, type TreeNode, withoutLocations } from '../../core/query/parse-tree';
import type { TableReference } from '../../core/query/table-references';
import type { DuckdbSession } from './session';
import { parseSelect } from './statement';
import { numberedPartitions } from './tables';

/** Reads the names of functions that return the same value throughout one transaction, in all their overloads. */
export async function stableFunctions({ run }: DuckdbSession): Promise<ReadonlySet<string>> {
  const rows = await run(`
    SELECT lower(function_name) FROM duckdb_functions() GROUP BY ALL
    HAVING bool_and(function_type = 'scalar' AND stability IN ('CONSISTENT', 'CONSISTENT_WITHIN_QUERY'))`);
  return new Set(rows.map(([name]) => String(name)));
}

/**
 * Finds the numbers of the partitions that a statement's references to one table may need. DuckDB evaluates their filters
 * over the list of partitions. Run this in the transaction of the statement, so that `now()` is the same for both.
 *
 * @returns `undefined` where all are needed
 * @throws Error of DuckDB where a filter cannot be evaluated; the transaction is then lost
 */
export async function neededPartitions(
  session: DuckdbSession,
  references: readonly TableReference[],
): Promise<ReadonlySet<number> | undefined> {
  const needed = new Set<number>();
  for (const { table, alias, filters } of references) {
    if (filters.length === 0) return undefined;
    for (const [number] of await evaluate(session, table, alias, filters)) needed.add(Number(number));
  }
  return needed;
}

/** Puts the filters into the tree of a statement over the list of partitions, and runs the tree. */
async function evaluate(
  session: DuckdbSession,
  table: string,
  alias: string,
  filters: readonly TreeNode[],
): Promise<DuckDBValue[][]> {
  const template = await parseSelect(session, `SELECT number FROM ${numberedPartitions(table)} WHERE true`);
  const node = isNode(template) ? template['node'] : undefined;
  const from = isNode(node) ? node['from_table'] : undefined;
  if (!isNode(template) || !isNode(node) || !isNode(from))
    throw new Error('DuckDB serialized a SELECT in an unknown form');
  const where = { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', query_location: 0, children: filters };
  const statement = { ...template, node: { ...node, from_table: { ...from, alias }, where_clause: where } };
  const json = JSON.stringify(withoutLocations({ error: false, statements: [statement] }));
  return session.run('SELECT * FROM json_execute_serialized_sql($json)', { json });
}
