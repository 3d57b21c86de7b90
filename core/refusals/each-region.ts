import pMap from 'p-map';
import { AwsCallError } from '../errors';
import { answerOf } from './refusal';
import type { ReadError } from '../organization/snapshot';

/** A Region where AWS refused. */
export interface RegionFailure {
  readonly region: string;
  readonly error: ReadError;
  /** The instruction for whoever reads it. */
  readonly next: string;
}

/** The Regions of the destination account to work in. */
export interface Regions {
  readonly regions: readonly string[];
  /** Gives the instruction for a refusal, by AWS's code. */
  readonly hint: (code: string, region: string) => string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** The results and the failures, each in the order of the Regions. */
export interface RegionResults<Value> {
  readonly done: readonly Value[];
  readonly failures: readonly RegionFailure[];
}

type Settled<Value> = { readonly value: Value } | { readonly failure: RegionFailure } | { readonly defect: unknown };

const REGIONS_AT_ONCE = 8;

/**
 * Does the same work in every Region. A refusal in one Region stops no other.
 *
 * @throws an error that is no refusal by AWS, or that follows an interruption. It waits until every Region has ended, so that each
 * one gives back the messages that it received.
 */
export async function eachRegion<Value>(
  { regions, hint, signal, onProgress }: Regions,
  work: (region: string) => Promise<Value>,
): Promise<RegionResults<Value>> {
  let count = 0;
  const settle = async (region: string): Promise<Settled<Value>> => {
    const settled = await settleOne(region, work, { hint, signal });
    onProgress((count += 1), regions.length);
    return settled;
  };
  const all = await pMap(regions, settle, { concurrency: REGIONS_AT_ONCE });
  for (const settled of all) if ('defect' in settled) throw settled.defect;
  return {
    done: all.flatMap((settled) => ('value' in settled ? [settled.value] : [])),
    failures: all.flatMap((settled) => ('failure' in settled ? [settled.failure] : [])),
  };
}

async function settleOne<Value>(
  region: string,
  work: (region: string) => Promise<Value>,
  { hint, signal }: Pick<Regions, 'hint' | 'signal'>,
): Promise<Settled<Value>> {
  try {
    signal.throwIfAborted();
    return { value: await work(region) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) return { defect: error };
    return { failure: { region, error: answerOf(error), next: hint(error.code, region) } };
  }
}
