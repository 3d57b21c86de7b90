import { allNodes, isNode, listOf, lowerCaseText, type TreeNode } from './parse-tree';

/** Names that a condition on partitions may use. */
export interface PartitionFilterContext {
  /** Partition columns of the table. */
  readonly columns: readonly string[];
  /** Alias of the table, which may qualify its columns. */
  readonly alias: string;
  /** True where the FROM clause holds no other table, so that the columns need no qualifier. */
  readonly alone: boolean;
  readonly stableFunctions: ReadonlySet<string>;
  /** Aliases in the statement: they can shadow `current_date` and the like. */
  readonly aliases: ReadonlySet<string>;
}

/** Expression classes whose value depends on their parts alone: no subquery, window, parameter, lambda or star. */
const EXPRESSION_CLASSES: readonly unknown[] = [
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'COLUMN_REF',
  'FUNCTION',
  'OPERATOR',
  'BETWEEN',
  'CASE',
  'CAST',
  'COLLATE',
];

/** SQL functions that are written like a column. */
const FUNCTIONS_WITHOUT_PARENTHESES = [
  'current_date',
  'current_timestamp',
  'current_time',
  'localtimestamp',
  'localtime',
];

/** The AND parts of a WHERE clause that depend on partition columns and constants alone. */
export function partitionFilters(where: unknown, context: PartitionFilterContext): TreeNode[] {
  return conjuncts(where).filter((condition) => isDecidable(condition, context));
}

function conjuncts(where: unknown): TreeNode[] {
  if (!isNode(where)) return [];
  return where['type'] === 'CONJUNCTION_AND' ? listOf(where, 'children').flatMap(conjuncts) : [where];
}

function isDecidable(condition: TreeNode, context: PartitionFilterContext): boolean {
  for (const node of allNodes(condition)) {
    if ('class' in node && !EXPRESSION_CLASSES.includes(node['class'])) return false;
    if (node['class'] === 'COLUMN_REF' && !isKnownColumn(node, context)) return false;
    if (node['class'] === 'FUNCTION' && !isStable(node, context)) return false;
    if (Object.entries(node).some(([key, value]) => key !== 'query_location' && !isExactInJson(value))) return false;
  }
  return true;
}

function isKnownColumn(node: TreeNode, { columns, alias, alone, aliases }: PartitionFilterContext): boolean {
  const names = listOf(node, 'column_names').map((name) => (typeof name === 'string' ? name.toLowerCase() : ''));
  const [first = '', second = ''] = names;
  if (names.length === 2) return first === alias && columns.includes(second);
  if (names.length !== 1) return false;
  if (columns.includes(first)) return alone;
  return FUNCTIONS_WITHOUT_PARENTHESES.includes(first) && !aliases.has(first);
}

function isStable(node: TreeNode, { stableFunctions }: PartitionFilterContext): boolean {
  const qualified = lowerCaseText(node, 'schema') !== '' || lowerCaseText(node, 'catalog') !== '';
  return !qualified && stableFunctions.has(lowerCaseText(node, 'function_name'));
}

/** False for numbers that change when JavaScript reads and writes them as JSON. */
function isExactInJson(value: unknown): boolean {
  if (typeof value !== 'number') return true;
  return Number.isInteger(value) ? Number.isSafeInteger(value) && !Object.is(value, -0) : Number.isFinite(value);
}
