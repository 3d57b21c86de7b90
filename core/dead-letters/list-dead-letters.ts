import pMap from 'p-map';
import type { ReportFiles, VerifiedReport } from '../report/manifest';
import { regionOfDestination } from '../names/names';
import type { ReportKey } from '../report/report-key';
import type { ReadError } from '../organization/snapshot';
import { type Cause, causeOfReport } from './cause';
import { eachRegion, type RegionFailure } from '../refusals/each-region';
import type { EventQueue } from './event-queue';
import { deadLettersHint } from './hint';
import { type QueueMessage, readMessage, type Subject, type SubjectReading } from './read-message';

/** Approximate number of messages in a queue; SQS updates its counts within about a minute. */
export interface MessageCount {
  /** Messages that can be received. */
  readonly waiting: number;
  /** Messages that were received recently and become visible again. */
  readonly hidden: number;
}

/** Received messages, each once. They were made visible again. */
export interface ReceivedMessages {
  readonly messages: readonly QueueMessage[];
  /** Messages that could not be made visible again, with the error. They become visible when their visibility timeout ends. */
  readonly kept?: { readonly count: number; readonly error: ReadError };
}

/** AWS calls of the listing. All but `onProgress` reject with an `AwsCallError` where AWS refuses. */
export interface ListSteps {
  countMessages(region: string, signal: AbortSignal): Promise<MessageCount>;
  receiveMessages(region: string, limit: number, signal: AbortSignal): Promise<ReceivedMessages>;
  /** Reads a report; `region` is the Region of the destination bucket. */
  readReport(region: string, key: ReportKey): Promise<ReportFiles>;
  /** As `ReportCheck.check`. */
  readonly checkFiles?: ((report: VerifiedReport) => Promise<void>) | undefined;
  onProgress(done: number, total: number): void;
}

export interface ListRequest {
  readonly queue: EventQueue;
  /** Regions with such a queue. */
  readonly regions: readonly string[];
  /** Maximum number of messages per Region. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** A message in the dead-letter queue, with its subjects and their causes. */
export interface DeadLetter extends QueueMessage {
  readonly subjects: readonly (Subject & { readonly cause: Cause })[];
}

/** The dead letters of one Region, oldest first. */
export interface RegionDeadLetters extends Pick<ReceivedMessages, 'kept'> {
  readonly region: string;
  /** Count before any message was received. */
  readonly count: MessageCount;
  readonly deadLetters: readonly DeadLetter[];
}

/** Dead letters of all Regions. */
export interface DeadLetterListing {
  readonly regions: readonly RegionDeadLetters[];
  readonly failures: readonly RegionFailure[];
}

/** Maximum number of reports that are read at once in a Region; each uses two of the SDK's 50 connections. */
const CONCURRENT_READS = 25;

/** Lists the dead letters of every Region, with their causes. A Region that AWS refuses is listed in `failures`. */
export async function listDeadLetters(request: ListRequest, steps: ListSteps): Promise<DeadLetterListing> {
  const { queue, regions, signal } = request;
  const { done, failures } = await eachRegion(
    {
      regions,
      hint: (code, region) => deadLettersHint(code, region, queue),
      signal,
      onProgress: (count, total) => steps.onProgress(count, total),
    },
    (region) => listRegion(region, request, steps),
  );
  return { regions: done, failures };
}

async function listRegion(
  region: string,
  { queue, limit, signal }: ListRequest,
  steps: ListSteps,
): Promise<RegionDeadLetters> {
  const count = await steps.countMessages(region, signal);
  const { messages, ...kept } = await steps.receiveMessages(region, limit, signal);
  const scopes = queue.scopesIn(region);
  const read = messages.map((message) => ({ message, subjects: readMessage(message.body, ...scopes) }));
  const causes = await causesOf(
    read.flatMap(({ subjects }) => subjects),
    (key) => {
      const there = regionOfDestination(key.destinationBucket) ?? region;
      return causeOfReport(key, { read: () => steps.readReport(there, key), check: steps.checkFiles }, queue);
    },
    signal,
  );
  const deadLetters = read.map(({ message, subjects }) => ({
    ...message,
    subjects: subjects.map((subject) => judged(subject, causes)),
  }));
  return { region, count, deadLetters: deadLetters.sort(bySent), ...kept };
}

/** Determines the cause of each report, by its place. A report with several messages is read once. */
async function causesOf(
  subjects: readonly SubjectReading[],
  causeOf: (key: ReportKey) => Promise<Cause>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Cause>> {
  const reports = subjects.flatMap((subject) => ('report' in subject ? [subject.report] : []));
  const once = new Map(reports.map((report) => [manifestPath(report), report]));
  const causes = await pMap(once.values(), async (key) => [manifestPath(key), await causeOf(key)] as const, {
    concurrency: CONCURRENT_READS,
    signal,
  });
  return new Map(causes);
}

const manifestPath = ({ destinationBucket, manifestKey }: ReportKey) => `${destinationBucket}/${manifestKey}`;

function judged(subject: SubjectReading, causes: ReadonlyMap<string, Cause>): Subject & { readonly cause: Cause } {
  const { account, region, bucket, dt, key } = subject;
  const cause = 'cause' in subject ? subject.cause : causes.get(manifestPath(subject.report));
  if (cause === undefined) throw new Error(`no cause was worked out for ${key ?? 'a message'}`);
  return { account, region, bucket, dt, key, cause };
}

/** Sorts by time, then by id, so that two listings have the same order. */
const bySent = (one: QueueMessage, other: QueueMessage) =>
  (one.sent ?? 0) - (other.sent ?? 0) || (one.id < other.id ? -1 : 1);
