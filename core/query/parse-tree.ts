/**
 * A part of the tree that DuckDB's `json_serialize_sql` writes. Its shape is DuckDB's own affair and may grow, so nothing
 * is taken for granted: what is looked for is checked, and what is not understood is left alone.
 *
 * @see https://duckdb.org/docs/stable/data/json/sql_to_and_from_json
 */
export type TreeNode = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is TreeNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as text in lower case (DuckDB's names are case-insensitive); empty where it is no text. */
export function lowerCaseText(node: TreeNode, member: string): string {
  const value = node[member];
  return typeof value === 'string' ? value.toLowerCase() : '';
}

/** The member as a list; empty where it is none. */
export function listOf(node: TreeNode, member: string): readonly unknown[] {
  const value: unknown = node[member];
  return Array.isArray(value) ? value : [];
}

/** The nodes directly below a value. */
export function childNodes(value: unknown): TreeNode[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isNode(item) ? [item] : childNodes(item)));
  return isNode(value)
    ? Object.values(value).flatMap((member) => (isNode(member) ? [member] : childNodes(member)))
    : [];
}

/** Every node below a value, itself included if it is one. */
export function* allNodes(value: unknown): Generator<TreeNode> {
  if (isNode(value)) yield value;
  const stack = isNode(value) || Array.isArray(value) ? childNodes(value) : [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (const child of childNodes(node)) stack.push(child);
  }
}

/** A copy without places in the statement's text: some are beyond what a JavaScript number holds. */
export function withoutLocations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocations);
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === 'query_location' ? 0 : withoutLocations(member)]),
  );
}
