import { eachRegion, type RegionFailure } from '../refusals/each-region';
import type { EventQueue } from './event-queue';
import { deadLettersHint } from './hint';
import type { MessageCount } from './list-dead-letters';

/** What redriving calls. The first two reject with an `AwsCallError` where AWS refuses. */
export interface RedriveSteps {
  countMessages(region: string, signal: AbortSignal): Promise<MessageCount>;
  /** Has SQS move every message to the queue it came from; does not wait for that. */
  startMove(region: string, signal: AbortSignal): Promise<'started' | 'under way'>;
  onProgress(done: number, total: number): void;
}

export interface RedriveRequest {
  readonly queue: EventQueue;
  /** Where there is such a queue. */
  readonly regions: readonly string[];
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/**
 * What was done in a Region. `started`: SQS moves the messages now. `under way`: it does so already, since an earlier redrive.
 * `none`: there is nothing to move. `planned`: a dry run, nothing was done.
 */
export interface RegionRedrive {
  readonly region: string;
  /** As it was before. */
  readonly count: MessageCount;
  readonly outcome: 'started' | 'under way' | 'none' | 'planned';
}

export interface Redrive {
  readonly regions: readonly RegionRedrive[];
  readonly failures: readonly RegionFailure[];
}

/** Has the dead letters of every Region tried again. A Region that AWS refuses is among the failures. */
export async function redriveDeadLetters(request: RedriveRequest, steps: RedriveSteps): Promise<Redrive> {
  const { queue, regions, signal } = request;
  const { done, failures } = await eachRegion(
    {
      regions,
      hint: (code, region) => deadLettersHint(code, region, queue),
      signal,
      onProgress: (count, total) => steps.onProgress(count, total),
    },
    (region) => redriveRegion(region, request, steps),
  );
  return { regions: done, failures };
}

async function redriveRegion(
  region: string,
  { dryRun, signal }: RedriveRequest,
  steps: RedriveSteps,
): Promise<RegionRedrive> {
  const count = await steps.countMessages(region, signal);
  if (count.waiting + count.hidden === 0) return { region, count, outcome: 'none' };
  return { region, count, outcome: dryRun ? 'planned' : await steps.startMove(region, signal) };
}
