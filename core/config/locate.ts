import { isAlias, isMap, isPair, isScalar, isSeq, visit, type Document, type Node } from 'yaml';

/** The location of a configuration path in the text. Offsets count UTF-16 units from 0. */
export interface TextLocation {
  /** False where the text lacks the path; the location is then that of the nearest enclosing mapping or list. */
  readonly exists: boolean;
  /** Offset of the key; offset of the value for a list item and for the whole document. */
  readonly keyOffset: number;
  /** Offset of the value; offset of the key where the value is empty. */
  readonly valueOffset: number;
  /** The text of a plain scalar as written, e.g. `012` for the number 12; otherwise `undefined`. */
  readonly source: string | undefined;
}

/** Finds a path, e.g. `['inventory', 'fields', 3]`, in a parsed document. Follows aliases; the location is that of the alias. */
export function locate(document: Document, path: readonly PropertyKey[]): TextLocation {
  const root = node(document.contents);
  let found: TextLocation = { exists: root !== undefined, keyOffset: 0, valueOffset: 0, source: undefined };
  let inside = root;
  for (const step of path) {
    const child = childOf(document, inside, step);
    if (child === undefined) return { ...found, exists: false };
    inside = child.value;
    found = textLocationOf(child);
  }
  return found;
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Finds a child by key or index. Of several equal keys, the last one counts, as in the parsed value. */
function childOf(document: Document, parent: Node | undefined, step: PropertyKey): Child | undefined {
  const collection = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(collection) && typeof step === 'number') {
    const value = node(collection.items[step]);
    return value && { key: undefined, value };
  }
  if (!isMap(collection)) return undefined;
  const pair = collection.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair && { key: node(pair.key), value: node(pair.value) };
}

function textLocationOf({ key, value }: Child): TextLocation {
  const keyOffset = key?.range?.[0] ?? value?.range?.[0] ?? 0;
  const empty = isScalar(value) && value.source === '' && value.value === null;
  return {
    exists: true,
    keyOffset,
    valueOffset: empty ? keyOffset : (value?.range?.[0] ?? keyOffset),
    source: isScalar(value) ? value.source : undefined,
  };
}

/** Narrows a value to a YAML node; `undefined` for anything else. */
function node(value: unknown): Node | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : undefined;
}

/** The path of the key at an offset: the inverse of `locate`. Empty where there is no key. */
export function pathOfKeyAt(document: Document, offset: number): PropertyKey[] {
  let found: PropertyKey[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (node(pair.key)?.range?.[0] !== offset) return undefined;
      found = [...ancestors, pair].flatMap((ancestor, index, line) => stepInto(ancestor, line[index + 1]));
      return visit.BREAK;
    },
  });
  return found;
}

function stepInto(ancestor: unknown, child: unknown): PropertyKey[] {
  if (isSeq(ancestor)) return [ancestor.items.indexOf(child)];
  return isPair(ancestor) && isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
}
