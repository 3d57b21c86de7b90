import { isAlias, isMap, isPair, isScalar, isSeq, visit, type Document, type Node } from 'yaml';

/** Where a path of the configuration stands in the text. Offsets count UTF-16 units from 0. */
export interface Place {
  /** False where the path leads to nothing; the place is then that of the nearest mapping or list that encloses it. */
  readonly exists: boolean;
  /** Of the key; of the value itself for an item of a list and for the whole. */
  readonly keyOffset: number;
  /** Of the value; that of its key where the value is empty. */
  readonly valueOffset: number;
  /** The value's own text where it is a plain scalar, e.g. `012` for the number 12. */
  readonly source: string | undefined;
}

/** Finds a path, e.g. `['inventory', 'fields', 3]`, in a parsed document. Aliases are followed; the place is where they stand. */
export function locate(document: Document, path: readonly PropertyKey[]): Place {
  const root = node(document.contents);
  let place: Place = { exists: root !== undefined, keyOffset: 0, valueOffset: 0, source: undefined };
  let inside = root;
  for (const step of path) {
    const child = childOf(document, inside, step);
    if (child === undefined) return { ...place, exists: false };
    inside = child.value;
    place = placeOf(child);
  }
  return place;
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** The last of several equal keys: it is the one that counts in the value. */
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

function placeOf({ key, value }: Child): Place {
  const keyOffset = key?.range?.[0] ?? value?.range?.[0] ?? 0;
  const empty = isScalar(value) && value.source === '' && value.value === null;
  return {
    exists: true,
    keyOffset,
    valueOffset: empty ? keyOffset : (value?.range?.[0] ?? keyOffset),
    source: isScalar(value) ? value.source : undefined,
  };
}

/** Only a parsed node is one; `null` stands for nothing. */
function node(value: unknown): Node | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : undefined;
}

/** The path of the key at an offset, the inverse of `locate`; empty where no key stands there. */
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
