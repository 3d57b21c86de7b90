import pMap from 'p-map';
import type { Log } from '../../adapters/log';
import { type MetricSet, metricLines } from '../../adapters/metrics';
import type { Catalog } from '../../core/catalog/catalog';
import { type Outcome, outcomeOf } from '../../core/catalog/outcome';
import { registerInCatalog } from '../../core/catalog/register-reports';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../../core/inventory/manifest';
import type { ReportKey } from '../../core/inventory/report-key';
import { METRIC_NAMESPACE, REGION_DIMENSION, REGISTER_METRICS } from '../../core/monitoring/metric-names';
import type { CollectorSettings } from '../collector-environment';
import { outcomeFields } from '../outcome-fields';
import { type Inbox, type Notice, type ReportRequest, readInbox } from './inbox';

/** What the handler works with. */
export interface RegisterDependencies {
  readonly settings: CollectorSettings;
  readonly reports: { read(key: ReportKey): Promise<ReportFiles> };
  readonly catalog: Catalog;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The messages to be delivered again; SQS parks them in the dead-letter queue after the last try.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (partial batch responses)
 */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Reports read at the same time; each takes two connections of the SDK's 50. */
const CONCURRENT_READS = 25;

/** A report that was asked for, and what became of it. */
interface Settled {
  readonly request: ReportRequest;
  readonly outcome: Outcome;
}

/** Makes the handler of `register-report`: events of complete reports in, tables and partitions out. */
export const createHandler =
  (dependencies: RegisterDependencies) =>
  async (event: unknown): Promise<BatchResponse> => {
    const { settings, log, writeLine, now } = dependencies;
    const started = now();
    const inbox = readInbox(event, settings);
    const settled = await settle(dependencies, inbox.requests);
    for (const notice of inbox.notices) logNotice(log, notice);
    for (const each of settled) logOutcome(log, each);
    metricLines(metricsOf({ inbox, settled, settings, started, ended: now() })).forEach(writeLine);
    return { batchItemFailures: failedMessages(inbox, settled).map((id) => ({ itemIdentifier: id })) };
  };

async function settle(
  { settings, reports, catalog }: RegisterDependencies,
  requests: readonly ReportRequest[],
): Promise<Settled[]> {
  const read = await pMap(requests, ({ key }) => readVerified(reports, key), { concurrency: CONCURRENT_READS });
  const verified = read.flatMap((each) => ('report' in each ? [each.report] : []));
  const location = `s3://${settings.destinationBucket}/${settings.destinationPrefix}/`;
  const outcomes = await registerInCatalog({ catalog, location }, verified);
  return requests.map((request, index) => {
    const each = read[index];
    const outcome = each !== undefined && 'report' in each ? outcomes.get(each.report) : each?.outcome;
    // Better delivered again than taken for done.
    return {
      request,
      outcome: outcome ?? { status: 'failed', error: new Error('the report was left without an outcome') },
    };
  });
}

async function readVerified(
  reports: RegisterDependencies['reports'],
  key: ReportKey,
): Promise<{ report: VerifiedReport } | { outcome: Outcome }> {
  try {
    return { report: verifyReport(key, await reports.read(key)) };
  } catch (error) {
    return { outcome: outcomeOf(error) };
  }
}

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
  readonly settings: CollectorSettings;
  /** Epoch milliseconds, like `ended`. */
  readonly started: number;
  readonly ended: number;
}

function metricsOf({ inbox, settled, settings, started, ended }: Invocation): MetricSet {
  const reports = (status: Outcome['status']) => settled.filter(({ outcome }) => outcome.status === status);
  const events = (kind: Notice['kind']) => inbox.notices.filter((notice) => notice.kind === kind).length;
  const count = (value: number) => ({ unit: 'Count', values: [value] }) as const;
  const ages = reports('registered').map(({ request }) => Math.round((ended - request.key.scanStarted) / 1000));
  return {
    namespace: METRIC_NAMESPACE,
    dimensions: { [REGION_DIMENSION]: settings.region },
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
