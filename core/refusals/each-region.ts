import pMap from 'p-map';
import { AwsCallError } from '../errors';
import { answerOf } from './refusal';
import type { ReadError } from '../organization/snapshot';

/** A Region where AWS refused. */
export interface RegionFailure {
  readonly region: string;
  readonly error: ReadError;
  /** What to do about it. */
  readonly next: string;
}

/** Regions of the destination account that are worked with. */
export interface Regions {
  readonly regions: readonly string[];
  /** What to do about a refusal, by AWS's code. */
  readonly hint: (code: string, region: string) => string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What came of every Region; both in the order of the Regions. */
export interface RegionResults<Value> {
  readonly done: readonly Value[];
  readonly failures: readonly RegionFailure[];
}

type Settled<Value> = { readonly value: Value } | { readonly failure: RegionFailure } | { readonly defect: unknown };

const REGIONS_AT_ONCE = 8;

/**
 * Does the same in every Region. One that AWS refuses stops no other.
 *
 * @throws what is no refusal of AWS's, or came of an interruption; only after every Region is through, so that each has set
 * free what it received
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

/** What to do where AWS does not take the caller's own credentials; `undefined` where it is something else. */
export const signInHint = (code: string): string | undefined =>
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|CredentialsProviderError/.test(code)
    ? 'AWS did not take your own credentials there: sign in again. If other Regions answer, this one may be switched off in the destination account.'
    : undefined;
