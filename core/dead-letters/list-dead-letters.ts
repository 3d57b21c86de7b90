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

/** How many messages a queue holds, about: SQS counts within a minute or so. */
export interface MessageCount {
  /** Those that can be received. */
  readonly waiting: number;
  /** Those that somebody received a moment ago: they come back by themselves. */
  readonly hidden: number;
}

/** Messages that were received, each once, and set free again. */
export interface ReceivedMessages {
  readonly messages: readonly QueueMessage[];
  /** Messages that were not set free, and why: they come back by themselves when the visibility time-out is over. */
  readonly kept?: { readonly count: number; readonly error: ReadError };
}

/** What listing calls. All but `onProgress` reject with an `AwsCallError` where AWS refuses. */
export interface ListSteps {
  countMessages(region: string, signal: AbortSignal): Promise<MessageCount>;
  receiveMessages(region: string, limit: number, signal: AbortSignal): Promise<ReceivedMessages>;
  /** `region` is that of the destination bucket. */
  readReport(region: string, key: ReportKey): Promise<ReportFiles>;
  /** See `Look.check`. */
  readonly checkFiles?: ((report: VerifiedReport) => Promise<void>) | undefined;
  onProgress(done: number, total: number): void;
}

export interface ListRequest {
  readonly queue: EventQueue;
  /** Where there is such a queue. */
  readonly regions: readonly string[];
  /** The most messages of one Region. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** A message, what it is about, and why it is there. */
export interface DeadLetter extends QueueMessage {
  readonly subjects: readonly (Subject & { readonly cause: Cause })[];
}

/** The dead letters of one Region, oldest first. */
export interface RegionDeadLetters extends Pick<ReceivedMessages, 'kept'> {
  readonly region: string;
  /** As it was before anything was received. */
  readonly count: MessageCount;
  readonly deadLetters: readonly DeadLetter[];
}

/** What all dead-letter queues hold. */
export interface DeadLetterListing {
  readonly regions: readonly RegionDeadLetters[];
  readonly failures: readonly RegionFailure[];
}

/** Reports read at the same time in a Region; each takes two connections of the SDK's 50. */
const CONCURRENT_READS = 25;

/** Lists the dead letters of every Region, and works out why they are there. A Region that AWS refuses is among the failures. */
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

/** The cause of each report by where it lies. A report that several messages are about is read once. */
async function causesOf(
  subjects: readonly SubjectReading[],
  causeOf: (key: ReportKey) => Promise<Cause>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Cause>> {
  const reports = subjects.flatMap((subject) => ('report' in subject ? [subject.report] : []));
  const once = new Map(reports.map((report) => [placeOf(report), report]));
  const causes = await pMap(once.values(), async (key) => [placeOf(key), await causeOf(key)] as const, {
    concurrency: CONCURRENT_READS,
    signal,
  });
  return new Map(causes);
}

const placeOf = ({ destinationBucket, manifestKey }: ReportKey) => `${destinationBucket}/${manifestKey}`;

function judged(subject: SubjectReading, causes: ReadonlyMap<string, Cause>): Subject & { readonly cause: Cause } {
  const { account, region, bucket, dt, key } = subject;
  const cause = 'cause' in subject ? subject.cause : causes.get(placeOf(subject.report));
  if (cause === undefined) throw new Error(`no cause was worked out for ${key ?? 'a message'}`);
  return { account, region, bucket, dt, key, cause };
}

/** Text order of ids decides between messages of the same moment, so that two listings look alike. */
const bySent = (one: QueueMessage, other: QueueMessage) =>
  (one.sent ?? 0) - (other.sent ?? 0) || (one.id < other.id ? -1 : 1);
