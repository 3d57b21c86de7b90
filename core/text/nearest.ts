import leven from 'leven';

/** The candidate that a misspelled word was probably meant to be, the first of `nearestFirst`. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  nearestFirst(word, candidates)[0];

/**
 * The candidates that a misspelled word may have been meant to be, the nearest first; capitals do not count.
 *
 * @returns none that is not close: more than a third of the letters (at least one) would have to change
 */
export function nearestFirst(word: string, candidates: readonly string[]): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  // No candidate is much longer than that, and a long word would cost its length squared.
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
