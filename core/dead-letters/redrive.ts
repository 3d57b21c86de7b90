import { eachRegion, type RegionFailure } from '../refusals/each-region';
import type { EventQueue } from './event-queue';
import { deadLettersHint } from './hint';
import type { MessageCount } from './list-dead-letters';

/** AWS calls of a redrive. The first two reject with an `AwsCallError` where AWS refuses. */
export interface RedriveSteps {
  countMessages(region: string, signal: AbortSignal): Promise<MessageCount>;
  /** Starts a task in SQS that moves every message back to its source queue; does not wait for its end. */
  startMove(region: string, signal: AbortSignal): Promise<'started' | 'under way'>;
  onProgress(done: number, total: number): void;
}

export interface RedriveRequest {
  readonly queue: EventQueue;
  /** Regions with such a queue. */
  readonly regions: readonly string[];
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/**
 * Result in a Region.
 *
 * - `started`: SQS now moves the messages;
 * - `under way`: an earlier redrive is still moving messages;
 * - `none`: there are no messages;
 * - `planned`: a dry run, which moves nothing.
 */
export interface RegionRedrive {
  readonly region: string;
  /** Count before the redrive. */
  readonly count: MessageCount;
  readonly outcome: 'started' | 'under way' | 'none' | 'planned';
}

export interface Redrive {
  readonly regions: readonly RegionRedrive[];
  readonly failures: readonly RegionFailure[];
}

/** Redrives the dead letters of every Region. A Region that AWS refuses is listed in `failures`. */
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
