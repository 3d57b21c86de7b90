/** Splits a list into parts of at most `size` items. */
export const chunks = <Value>(list: readonly Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

const GROUP_SIZE = 25;
/** Glue takes expressions of up to 2048 characters; the text around the names takes about a hundred. */
const GROUP_CHARACTERS = 1900;
/** Characters around a name: quotes, comma and space. */
const AROUND = 4;

/**
 * Splits bucket names into groups that fit into one `PartitionFilter`: 25 names, or fewer if the names are very long.
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
