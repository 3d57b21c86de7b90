import { partitionFilters, type PartitionFilterContext } from './partition-filters';
import { allNodes, isNode, listOf, lowerCaseText, type TreeNode } from './parse-tree';

/** A place in a statement that reads one of our tables. */
export interface TableReference {
  /** The table's name. */
  readonly table: string;
  /** The name under which the statement's conditions know the table. */
  readonly alias: string;
  /**
   * Conditions that every row must meet that this place contributes, each on partition columns and constants alone, in the
   * form of `json_serialize_sql`. Empty: it may need every partition.
   */
  readonly filters: readonly TreeNode[];
}

/** Our tables: name to partition columns. */
export type PartitionColumns = ReadonlyMap<string, readonly string[]>;

/** Table functions that read nothing of ours. Any other might (`query_table('inventory')`). */
const HARMLESS_FUNCTIONS = new Set(['unnest', 'range', 'generate_series']);

/**
 * Where a statement reads our tables, and which partitions each place can do without.
 *
 * Sound, not clever: a condition counts only if it stands in the WHERE of the very SELECT that names the table, joined by
 * AND, and nothing between the table and that WHERE (an outer or positional join, a sample, renamed columns) could make a
 * row of a dropped partition matter. Everything else means all partitions.
 *
 * @param tree what `json_serialize_sql` wrote
 * @param stableFunctions names of functions that answer the same throughout one transaction
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
  return [...references, ...unexplained(tree, tables, seen)];
}

/** Our tables where no condition can be used. */
function unexplained(tree: unknown, tables: PartitionColumns, seen: ReadonlySet<TreeNode>): TableReference[] {
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

/** A table in a FROM clause whose rows the WHERE clause sees as they are. */
interface PlainTable {
  readonly table: TreeNode;
  /** True where the FROM clause holds nothing else, so that names without a qualifier are its columns. */
  readonly alone: boolean;
}

/** The sides of a join whose rows reach the WHERE clause only as themselves, never replaced by nulls or chosen by rank. */
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

/** Every name that the statement itself gives to something. */
function aliasesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of allNodes(tree)) {
    const given = [node['alias'], ...listOf(node, 'column_name_alias'), ...listOf(node, 'aliases')];
    for (const name of given) if (typeof name === 'string') names.add(name.toLowerCase());
  }
  return names;
}

/** True where a statement names a table, whatever for. */
export function namesTable(tree: unknown, table: string): boolean {
  for (const node of allNodes(tree)) if (lowerCaseText(node, 'table_name') === table) return true;
  return false;
}

/** True where a statement reads something through a table function, which may be any table. */
export function mayReadAnyTable(tree: unknown): boolean {
  for (const node of allNodes(tree)) {
    if (node['type'] === 'TABLE_FUNCTION' && !isHarmless(node['function'])) return true;
  }
  return false;
}
