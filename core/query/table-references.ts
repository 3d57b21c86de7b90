import { partitionFilters, type PartitionFilterContext } from './partition-filters';
import { allNodes, isNode, listOf, lowerCaseText, type TreeNode } from './parse-tree';

/** A reference to one of our tables in a statement. */
export interface TableReference {
  /** Name of the table. */
  readonly table: string;
  /** Name of the table in the statement's conditions. */
  readonly alias: string;
  /**
   * Conditions on partition columns that every row of this reference must meet, as nodes of `json_serialize_sql`. Empty means that
   * it may need every partition.
   */
  readonly filters: readonly TreeNode[];
}

/** Names of our tables, each with its partition columns. */
export type PartitionColumns = ReadonlyMap<string, readonly string[]>;

/** Table functions that never read our tables. Any other can (`query_table('inventory')`). */
const HARMLESS_FUNCTIONS = new Set(['unnest', 'range', 'generate_series']);

/**
 * Finds the references to our tables in a statement, and the conditions that rule partitions out.
 *
 * It is safe rather than clever. A condition counts only if it is joined by AND in the WHERE clause of the same SELECT that names
 * the table, and if nothing between the table and that clause (an outer or positional join, a sample, renamed columns) lets a
 * row of a skipped partition change the result. Any other reference needs all partitions.
 *
 * @param tree result of `json_serialize_sql`
 * @param stableFunctions names of functions whose result is constant within a transaction
 */
export function tableReferences(
  tree: unknown,
  tables: PartitionColumns,
  stableFunctions: ReadonlySet<string>,
): TableReference[] {
  const references: TableReference[] = [];
  const seen = new Set<TreeNode>();
  const aliases = aliasesIn(tree);
  for (const node of allNodes(tree)) {
    if (node['type'] !== 'SELECT_NODE' || node['sample'] !== null) continue;
    const found = baseTables(node['from_table']);
    for (const { table: place, alone } of found) {
      const name = lowerCaseText(place, 'table_name');
      const columns = tables.get(name);
      if (columns === undefined) continue;
      const alias = lowerCaseText(place, 'alias') || name;
      const context: PartitionFilterContext = { columns, alias, alone, stableFunctions, aliases };
      references.push({ table: name, alias, filters: partitionFilters(node['where_clause'], context) });
      seen.add(place);
    }
  }
  return [...references, ...unfilteredReferences(tree, tables, seen)];
}

/** References to our tables whose conditions cannot be used. */
function unfilteredReferences(tree: unknown, tables: PartitionColumns, seen: ReadonlySet<TreeNode>): TableReference[] {
  const everything = (table: string) => ({ table, alias: table, filters: [] });
  if (mayReadAnyTable(tree)) return [...tables.keys()].map(everything);
  const found: TableReference[] = [];
  for (const node of allNodes(tree)) {
    const name = lowerCaseText(node, 'table_name');
    if (tables.has(name) && !seen.has(node)) found.push(everything(name));
  }
  return found;
}

const isHarmless = (call: unknown) => isNode(call) && HARMLESS_FUNCTIONS.has(lowerCaseText(call, 'function_name'));

/** A table in a FROM clause whose rows reach the WHERE clause unchanged. */
interface PlainTable {
  readonly table: TreeNode;
  /** True where the FROM clause holds no other table, so that names without a qualifier are its columns. */
  readonly alone: boolean;
}

/** Sides of each join type whose rows reach the WHERE clause unchanged: not replaced by nulls, not chosen by rank. */
const PLAIN_SIDES: Readonly<Record<string, readonly ('left' | 'right')[]>> = {
  INNER: ['left', 'right'],
  LEFT: ['left'],
  RIGHT: ['right'],
  SEMI: ['left'],
  ANTI: ['left'],
};
const PLAIN_JOINS: readonly unknown[] = ['REGULAR', 'CROSS', 'NATURAL'];

function baseTables(from: unknown, alone = true): PlainTable[] {
  if (!isNode(from) || (from['sample'] !== null && from['sample'] !== undefined)) return [];
  if (from['type'] === 'BASE_TABLE')
    return listOf(from, 'column_name_alias').length > 0 ? [] : [{ table: from, alone }];
  if (from['type'] !== 'JOIN' || !PLAIN_JOINS.includes(from['ref_type'])) return [];
  const joinType = from['join_type'];
  const sides = typeof joinType === 'string' ? (PLAIN_SIDES[joinType] ?? []) : [];
  return sides.flatMap((side) => baseTables(from[side], false));
}

/** All aliases in the statement. */
function aliasesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of allNodes(tree)) {
    const given = [node['alias'], ...listOf(node, 'column_name_alias'), ...listOf(node, 'aliases')];
    for (const name of given) if (typeof name === 'string') names.add(name.toLowerCase());
  }
  return names;
}

/** True where a statement names a table anywhere. */
export function namesTable(tree: unknown, table: string): boolean {
  for (const node of allNodes(tree)) if (lowerCaseText(node, 'table_name') === table) return true;
  return false;
}

/** True where a statement calls a table function that can read any table. */
export function mayReadAnyTable(tree: unknown): boolean {
  for (const node of allNodes(tree)) {
    if (node['type'] === 'TABLE_FUNCTION' && !isHarmless(node['function'])) return true;
  }
  return false;
}
