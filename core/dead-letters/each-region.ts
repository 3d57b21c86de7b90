import pMap from 'p-map';
import { AwsCallError } from '../errors';
import { REGISTER_DEAD_LETTER_QUEUE, REGISTER_QUEUE } from '../inventory/names';
import { answerOf } from '../organization/refusal';
import type { ReadError } from '../organization/snapshot';

/** A Region where the queue could not be worked with. */
export interface RegionFailure {
  readonly region: string;
  readonly error: ReadError;
  /** What to do about it. */
  readonly next: string;
}

/** Regions whose dead-letter queues are worked with. */
export interface Regions {
  readonly regions: readonly string[];
  /** The account that owns the queues: 12 digits. */
  readonly account: string;
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
  { regions, account, signal, onProgress }: Regions,
  work: (region: string) => Promise<Value>,
): Promise<RegionResults<Value>> {
  let count = 0;
  const settle = async (region: string): Promise<Settled<Value>> => {
    const settled = await settleOne(region, work, { account, signal });
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
  { account, signal }: { readonly account: string; readonly signal: AbortSignal },
): Promise<Settled<Value>> {
  try {
    signal.throwIfAborted();
    return { value: await work(region) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) return { defect: error };
    return { failure: { region, error: answerOf(error), next: hint(error.code, region, account) } };
  }
}

function hint(code: string, region: string, account: string): string {
  if (/QueueDoesNotExist|NonExistentQueue|ResourceNotFound/.test(code)) {
    return `Apply the stack collector-${region}: it makes the queue. If it is applied, use credentials of the destination account ${account}.`;
  }
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|CredentialsProviderError/.test(code)) {
    return 'AWS did not take your own credentials there: sign in again. If other Regions answer, this one may be switched off in the destination account.';
  }
  if (!/AccessDenied/.test(code)) return 'Repeat the command.';
  return (
    `Use credentials of the destination account ${account} that allow the call on the queue ` +
    `${REGISTER_DEAD_LETTER_QUEUE}, and sqs:SendMessage on ${REGISTER_QUEUE} for a redrive.`
  );
}
