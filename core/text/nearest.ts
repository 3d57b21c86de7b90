import leven from 'leven';

/** The candidate that is nearest to a misspelled word: the first of `nearestFirst`. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  nearestFirst(word, candidates)[0];

/**
 * The candidates that are near to a misspelled word, the nearest first; capitals do not count.
 *
 * @returns candidates that differ in a third of the word's letters at most; one letter may always differ
 */
export function nearestFirst(word: string, candidates: readonly string[]): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  // No candidate is that long, and the time grows with the square of the length.
  if (word.length > 64) return [];
  return candidates
    .map((candidate) => ({
      candidate,
      distance: leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: limit + 1 }),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}
