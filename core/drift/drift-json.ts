import { countByKind } from './describe-difference';
import type { Difference } from './difference';

/** Output of `--format json`. */
export const driftJson = (differences: readonly Difference[], buckets: number) => ({
  buckets,
  kinds: Object.fromEntries(countByKind(differences)),
  differences,
});
