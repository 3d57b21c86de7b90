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
    .filter((candidate) => Math.abs(candidate.length - word.length) <= limit)
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance: how many letters to insert, drop or change. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
