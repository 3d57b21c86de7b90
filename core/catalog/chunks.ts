/** A list in parts of at most `size`. */
export const chunks = <Value>(list: readonly Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

const GROUP_SIZE = 25;
/** Glue takes an expression of 2048 characters; the rest of it takes some hundred. */
const GROUP_CHARACTERS = 1900;
/** Quotes, comma and space around a name. */
const AROUND = 4;

/**
 * Names of buckets in groups that one `PartitionFilter` can take: 25 names, fewer where names are very long.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html (length of Expression)
 */
export function bucketGroups(buckets: readonly string[]): string[][] {
  const groups: string[][] = [];
  let characters = 0;
  for (const bucket of buckets) {
    const group = groups.at(-1);
    characters += bucket.length + AROUND;
    if (group === undefined || group.length >= GROUP_SIZE || characters > GROUP_CHARACTERS) {
      groups.push([bucket]);
      characters = bucket.length + AROUND;
    } else group.push(bucket);
  }
  return groups;
}
