/**
 * A node of the syntax tree that DuckDB's `json_serialize_sql` returns. DuckDB may change its shape, so every member is checked
 * before use, and unknown members are ignored.
 *
 * @see https://duckdb.org/docs/stable/data/json/sql_to_and_from_json
 */
export type TreeNode = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is TreeNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text member in lower case, since DuckDB's names are case-insensitive; empty where the member is not a text. */
export function lowerCaseText(node: TreeNode, member: string): string {
  const value = node[member];
  return typeof value === 'string' ? value.toLowerCase() : '';
}

/** A list member; empty where the member is not a list. */
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

/** Every node below a value, including the value itself if it is a node. */
export function* allNodes(value: unknown): Generator<TreeNode> {
  if (isNode(value)) yield value;
  const stack = isNode(value) || Array.isArray(value) ? childNodes(value) : [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (const child of childNodes(node)) stack.push(child);
  }
}

/** Copies a tree without positions in the statement's text: some are too large for a JavaScript number. */
export function withoutLocations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocations);
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === 'query_location' ? 0 : withoutLocations(member)]),
  );
}
