import type { Log } from '../adapters/aws/log';
import { type MetricSet, metricLines } from '../adapters/aws/metrics';
import type { Outcome } from '../core/catalog/outcome';
import type { ReportKey, ReportScope } from '../core/report/report-key';
import { REGION_DIMENSION, REGISTER_METRICS } from '../core/monitoring/metric-names';
import { type Inbox, type Notice, type ReportRequest, readInbox } from './inbox';
import { outcomeFields } from './outcome-fields';

/** The parts of a Lambda that receives the events of reports from a queue. */
export interface ReportQueueProps {
  /** Name of the Lambda, for errors. */
  readonly name: string;
  /** Destination buckets whose reports are expected. */
  readonly scopes: readonly ReportScope[];
  /** Registers the reports and returns one outcome per report. Never throws. */
  readonly register: (keys: readonly ReportKey[]) => Promise<ReadonlyMap<ReportKey, Outcome>>;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Namespace of the metrics. */
  readonly namespace: string;
  /** Region of the Lambda. */
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The messages that failed: SQS delivers them again, and moves them to the dead-letter queue after the last try.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (partial batch responses)
 */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A report and its outcome. */
interface Settled {
  readonly request: ReportRequest;
  readonly outcome: Outcome;
}

/** Makes the handler: it registers the reports, writes a log line per report, and returns the messages that failed. */
export const reportQueueHandler =
  (props: ReportQueueProps) =>
  async (event: unknown): Promise<BatchResponse> => {
    const { name, scopes, log, writeLine, now } = props;
    const started = now();
    const inbox = readInbox(name, event, scopes);
    const outcomes = await props.register(inbox.requests.map(({ key }) => key));
    const settled = inbox.requests.map((request) => ({ request, outcome: outcomes.get(request.key) ?? LEFT_OUT }));
    for (const notice of inbox.notices) logNotice(log, notice);
    for (const each of settled) logOutcome(log, each);
    metricLines(metricsOf({ inbox, settled, props, started, ended: now() })).forEach(writeLine);
    return { batchItemFailures: failedMessages(inbox, settled).map((id) => ({ itemIdentifier: id })) };
  };

/** The outcome of a report that `register` left out: a failure, so that its messages are delivered again. */
const LEFT_OUT: Outcome = { status: 'failed', error: new Error('the report was left without an outcome') };

const isFailure = ({ status }: Outcome) => status === 'refused' || status === 'failed';

function failedMessages({ notices }: Inbox, settled: readonly Settled[]): string[] {
  const refused = notices.filter(({ kind }) => kind === 'refused').map(({ messageId }) => messageId);
  const failed = settled.filter(({ outcome }) => isFailure(outcome)).flatMap(({ request }) => request.messageIds);
  return [...new Set([...refused, ...failed])];
}

function logNotice(log: Log, { kind, messageId, reason, eventKey }: Notice): void {
  const fields = { messageId, key: eventKey, reason };
  if (kind === 'refused') log('error', 'event refused', fields);
  else log('info', 'event ignored', fields);
}

const LEVEL = { registered: 'info', unchanged: 'info', refused: 'error', failed: 'warn' } as const;

function logOutcome(log: Log, { request: { key, messageIds }, outcome }: Settled): void {
  const { account, bucket, dt, manifestKey } = key;
  const fields = {
    account,
    bucket,
    dt,
    key: manifestKey,
    messageId: messageIds[0],
    messages: messageIds.length,
    ...outcomeFields(outcome),
  };
  log(LEVEL[outcome.status], `report ${outcome.status}`, fields);
}

interface Invocation {
  readonly inbox: Inbox;
  readonly settled: readonly Settled[];
  readonly props: Pick<ReportQueueProps, 'namespace' | 'region'>;
  /** Epoch milliseconds, like `ended`. */
  readonly started: number;
  readonly ended: number;
}

function metricsOf({ inbox, settled, props, started, ended }: Invocation): MetricSet {
  const reports = (status: Outcome['status']) => settled.filter(({ outcome }) => outcome.status === status);
  const events = (kind: Notice['kind']) => inbox.notices.filter((notice) => notice.kind === kind).length;
  const count = (value: number) => ({ unit: 'Count', values: [value] }) as const;
  const ages = reports('registered').map(({ request }) => Math.round((ended - request.key.scanStarted) / 1000));
  return {
    namespace: props.namespace,
    dimensions: { [REGION_DIMENSION]: props.region },
    timestamp: ended,
    metrics: {
      [REGISTER_METRICS.registered]: count(reports('registered').length),
      [REGISTER_METRICS.unchanged]: count(reports('unchanged').length),
      [REGISTER_METRICS.refused]: count(reports('refused').length + events('refused')),
      [REGISTER_METRICS.failed]: count(reports('failed').length),
      [REGISTER_METRICS.ignored]: count(events('ignored')),
      [REGISTER_METRICS.age]: { unit: 'Seconds', values: ages },
      [REGISTER_METRICS.duration]: { unit: 'Milliseconds', values: [ended - started] },
    },
  };
}
