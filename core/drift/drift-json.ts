import { countByKind } from './describe-difference';
import type { Difference } from './difference';

/** A comparison as data, for `--format json`. */
export const driftJson = (differences: readonly Difference[], buckets: number) => ({
  buckets,
  kinds: Object.fromEntries(countByKind(differences)),
  differences,
});
