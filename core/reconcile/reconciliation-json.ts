import { messageOf } from '../refusals/describe-error';
import { answerOf } from '../refusals/refusal';
import type { RegionFailure } from '../refusals/each-region';
import { AwsCallError } from '../errors';
import type { Change } from './changes';
import type { ReconciledRegion } from './reconcile-organization';

/** A change as a line of `--format json`. */
export const changeJson = (region: string, change: Change) =>
  change.kind === 'failed'
    ? { region, kind: change.kind, buckets: change.buckets, error: errorJson(change.error) }
    : { region, ...change };

const errorJson = (error: unknown) => (error instanceof AwsCallError ? answerOf(error) : { message: messageOf(error) });

/** The totals of a Region as a line of `--format json`. */
export const regionJson = ({ region, totals, ages }: ReconciledRegion) => ({
  region,
  kind: 'totals',
  ...totals,
  ...ages,
});

/** A Region that could not be completed, as a line of `--format json`. */
export const regionFailureJson = ({ region, error, next }: RegionFailure) => ({
  region,
  kind: 'region failed',
  error,
  next,
});
