import { Refusal } from './answer';
import type { FakePartition, FakeTable } from './fake-table';

const IN = /^(\w+) IN \(('(?:[^']|'')*'(?:, '(?:[^']|'')*')*)\)$/;
const IS = /^(\w+) = '((?:[^']|'')*)'$/;
const AFTER = /^(\w+) > '((?:[^']|'')*)'$/;

/**
 * Returns the partitions that an `Expression` of `GetPartitions` selects, in the order of their creation. It supports
 * the comparisons in use: `IN`, `=` and `>`, joined by `AND`.
 *
 * @throws Refusal for any other expression
 */
export function partitionFilter(expression: string | undefined, { input, partitions }: FakeTable): FakePartition[] {
  const all = [...partitions.values()];
  if (expression === undefined) return all;
  const tests = expression.split(' AND ').map(readComparison);
  const keys = (input.PartitionKeys ?? []).map(({ Name }) => Name);
  return all.filter(({ Values }) => tests.every(({ key, holds }) => holds(Values[keys.indexOf(key)] ?? '')));
}

interface Comparison {
  readonly key: string;
  readonly holds: (value: string) => boolean;
}

function readComparison(text: string): Comparison {
  const [, inKey, list] = IN.exec(text) ?? [];
  if (inKey !== undefined && list !== undefined) {
    const wanted = new Set([...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, quoted = '']) => unquoted(quoted)));
    return { key: inKey, holds: (value) => wanted.has(value) };
  }
  const [, isKey, is] = IS.exec(text) ?? [];
  if (isKey !== undefined && is !== undefined) return { key: isKey, holds: (value) => value === unquoted(is) };
  const [, afterKey, after] = AFTER.exec(text) ?? [];
  if (afterKey === undefined || after === undefined)
    throw new Refusal('InvalidInputException', `Unsupported expression '${text}'`);
  return { key: afterKey, holds: (value) => value > unquoted(after) };
}

const unquoted = (text: string) => text.replace(/''/g, "'");
