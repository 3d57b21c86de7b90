import pMap from 'p-map';
import type { Config } from '../config/schema';
import { configuredScope } from '../inventory/configured-scope';
import type { ReportFiles } from '../inventory/manifest';
import type { ReportKey } from '../inventory/report-key';
import type { ReadError } from '../organization/snapshot';
import { type Cause, causeOfReport } from './cause';
import { eachRegion, type RegionFailure } from '../organization/each-region';
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
  readReport(region: string, key: ReportKey): Promise<ReportFiles>;
  onProgress(done: number, total: number): void;
}

export interface ListRequest {
  readonly config: Config;
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
  const { config, regions, signal } = request;
  const { account } = config.destination;
  const { done, failures } = await eachRegion(
    {
      regions,
      hint: (code, region) => deadLettersHint(code, region, account),
      signal,
      onProgress: (count, total) => steps.onProgress(count, total),
    },
    (region) => listRegion(region, request, steps),
  );
  return { regions: done, failures };
}

async function listRegion(
  region: string,
  { config, limit, signal }: ListRequest,
  steps: ListSteps,
): Promise<RegionDeadLetters> {
  const count = await steps.countMessages(region, signal);
  const { messages, ...kept } = await steps.receiveMessages(region, limit, signal);
  const scope = configuredScope(config, region);
  const read = messages.map((message) => ({ message, subjects: readMessage(message.body, scope) }));
  const causes = await causesOf(
    read.flatMap(({ subjects }) => subjects),
    (key) => steps.readReport(region, key),
    signal,
  );
  const deadLetters = read.map(({ message, subjects }) => ({
    ...message,
    subjects: subjects.map((subject) => judged(subject, causes)),
  }));
  return { region, count, deadLetters: deadLetters.sort(bySent), ...kept };
}

/** The cause of each report by the key of its manifest. A report that several messages are about is read once. */
async function causesOf(
  subjects: readonly SubjectReading[],
  read: (key: ReportKey) => Promise<ReportFiles>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Cause>> {
  const reports = subjects.flatMap((subject) => ('report' in subject ? [subject.report] : []));
  const once = new Map(reports.map((report) => [report.manifestKey, report]));
  const causes = await pMap(
    once.values(),
    async (key) => [key.manifestKey, await causeOfReport(key, () => read(key))] as const,
    { concurrency: CONCURRENT_READS, signal },
  );
  return new Map(causes);
}

function judged(subject: SubjectReading, causes: ReadonlyMap<string, Cause>): Subject & { readonly cause: Cause } {
  const { account, bucket, dt, key } = subject;
  const cause = 'cause' in subject ? subject.cause : causes.get(subject.report.manifestKey);
  if (cause === undefined) throw new Error(`no cause was worked out for ${key ?? 'a message'}`);
  return { account, bucket, dt, key, cause };
}

/** Text order of ids decides between messages of the same moment, so that two listings look alike. */
const bySent = (one: QueueMessage, other: QueueMessage) =>
  (one.sent ?? 0) - (other.sent ?? 0) || (one.id < other.id ? -1 : 1);
