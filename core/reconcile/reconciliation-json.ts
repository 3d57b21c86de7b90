import { messageOf } from '../refusals/describe-error';
import { answerOf } from '../refusals/refusal';
import type { RegionFailure } from '../refusals/each-region';
import { AwsCallError } from '../errors';
import type { Change } from './changes';
import type { ReconciledRegion } from './reconcile-organization';

/** A change as data, for a line of `--format json`. */
export const changeJson = (region: string, change: Change) =>
  change.kind === 'failed'
    ? { region, kind: change.kind, buckets: change.buckets, error: errorJson(change.error) }
    : { region, ...change };

const errorJson = (error: unknown) => (error instanceof AwsCallError ? answerOf(error) : { message: messageOf(error) });

/** The end of a Region as data. */
export const regionJson = ({ region, totals, ages }: ReconciledRegion) => ({
  region,
  kind: 'totals',
  ...totals,
  ...ages,
});

/** A Region that could not be reconciled to its end, as data. */
export const regionFailureJson = ({ region, error, next }: RegionFailure) => ({
  region,
  kind: 'region failed',
  error,
  next,
});
