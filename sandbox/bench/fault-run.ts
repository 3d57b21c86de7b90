import { setImmediate as turn } from 'node:timers/promises';
import { GlueCatalog } from '../../adapters/catalog';
import { ReportFolders } from '../../adapters/report-folders';
import { ReportsClient } from '../../adapters/reports';
import { DATABASE, destinationBucketName } from '../../core/inventory/names';
import type { ReportScope } from '../../core/inventory/report-key';
import { NOTHING, plus, type Totals } from '../../core/reconcile/changes';
import { reconcileRegion } from '../../core/reconcile/reconcile-region';
import type { Position } from '../../core/reconcile/source-buckets';
import { DAY, HOUR } from '../../core/status/moments';
import { createHandler } from '../../functions/register-report/register-report';
import { createDice, type Dice } from '../dice';
import { fakeClients, fakeService, type Service } from '../fake-aws/fake-aws';
import { faultyService } from '../fake-aws/faulty-service';
import { FakeGlue } from '../fake-aws/glue';
import { mortal } from '../fake-aws/mortal';
import { FakeQueue } from '../fake-aws/queue';
import { FakeS3 } from '../fake-aws/s3';
import { compareCatalog, type Comparison } from './fault-comparison';
import { type DeliveredReport, deliveredReports } from './fault-reports';
import { eventBody } from './made-up-reports';

/** What a run is made of. */
export interface FaultRun {
  readonly seed: number;
  readonly reports: number;
  /** Share of the calls, of the events and of the invocations that go wrong. */
  readonly rate: number;
  /** Messages that an invocation gets at most. */
  readonly batchSize: number;
  readonly note: (line: string) => void;
}

/** What came of it. */
export interface FaultResult extends Comparison {
  /** By kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly invocations: number;
  /** Messages that were given up. */
  readonly deadLetters: number;
  /** What the reconciliation did, in one pass of so many parts. */
  readonly reconciled: Totals;
  readonly parts: number;
}

const ACCOUNT = '222222222222';
const REGION = 'eu-west-1';
const NOW = Date.UTC(2026, 0, 10);
const SCOPE: ReportScope = {
  destinationBucket: destinationBucketName(REGION, ACCOUNT),
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};
/** As many as the collector stack allows. */
const INVOCATIONS_AT_ONCE = 5;

/** Pushes reports through `register-report` and then one pass of `reconcile-catalog`, while everything fails now and then. */
export async function runFaults({ seed, reports: count, rate, batchSize, note }: FaultRun): Promise<FaultResult> {
  const world = new World(seed, rate, batchSize);
  const reports = deliveredReports(count, SCOPE, createDice(`reports ${seed}`));
  world.deliver(reports);
  await Promise.all(Array.from({ length: INVOCATIONS_AT_ONCE }, () => world.drainQueue()));
  note(`${world.invocations} invocations, ${world.queue.deadLetters.length} dead letters; reconciling ...`);
  const { totals, refusals, parts } = await world.reconcile();
  return {
    ...compareCatalog(reports, { partitions: (table) => world.partitions(table), refusals }),
    faults: world.faults,
    invocations: world.invocations,
    deadLetters: world.queue.deadLetters.length,
    reconciled: totals,
    parts,
  };
}

/** A Region in which everything fails now and then. */
class World {
  readonly faults = new Map<string, number>();
  readonly queue: FakeQueue;
  invocations = 0;
  private readonly dice: Dice;
  private readonly s3 = new FakeS3(SCOPE.destinationBucket);
  private readonly glue = new FakeGlue(DATABASE);
  private readonly service: Service;
  /** Files that S3 writes after the event. */
  private readonly late: (() => void)[] = [];

  constructor(
    seed: number,
    private readonly rate: number,
    private readonly batchSize: number,
  ) {
    this.dice = createDice(`faults ${seed}`);
    this.queue = new FakeQueue(this.dice);
    const service = fakeService(this.s3, this.glue);
    this.service = faultyService(service, { dice: this.dice, rate, onFault: (fault) => this.count(fault) });
  }

  deliver(reports: readonly DeliveredReport[]): void {
    for (const report of reports) this.deliverOne(report);
  }

  private deliverOne({ key, manifest, checksum }: DeliveredReport): void {
    const complete = NOW - 2 * HOUR;
    const body = eventBody({ bucket: SCOPE.destinationBucket, region: REGION }, key.checksumKey);
    const putChecksum = () => this.s3.put(key.checksumKey, checksum, complete);
    const putManifest = (content = manifest) => this.s3.put(key.manifestKey, content, complete);
    const fault = this.dice.happens(this.rate)
      ? this.dice.one(['event lost', 'event repeated', 'manifest late', 'checksum late', 'manifest truncated'] as const)
      : undefined;
    if (fault !== undefined) this.count(fault);
    const times = fault === 'event lost' ? 0 : fault === 'event repeated' ? 2 + this.dice.below(2) : 1;
    for (let time = 0; time < times; time += 1) this.queue.send(body);
    if (fault === 'checksum late') this.late.push(putChecksum);
    else putChecksum();
    if (fault === 'manifest late') this.late.push(putManifest);
    else putManifest(fault === 'manifest truncated' ? manifest.slice(0, manifest.length / 2) : manifest);
    if (fault === 'manifest truncated') this.late.push(putManifest);
  }

  /** Plays Lambda's poller until no message is left but dead letters. */
  async drainQueue(): Promise<void> {
    while (!this.queue.isEmpty || this.late.length > 0) {
      for (const put of this.late.splice(0, Math.ceil(this.late.length / 10))) put();
      const batch = this.queue.receive(1 + this.dice.below(this.batchSize));
      if (batch.length === 0) {
        await turn();
        continue;
      }
      this.invocations += 1;
      const ending = await mortal(this.service, this.lives(3 * batch.length), (service) =>
        this.handler(service)({ Records: batch }),
      );
      const failed =
        'value' in ending ? new Set(ending.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)) : 'all';
      this.queue.settle(batch, ({ messageId }) => failed === 'all' || failed.has(messageId));
    }
  }

  /** One pass through the Region, taken up again where it was killed or AWS refused too much. */
  async reconcile() {
    const refusals = new Map<string, string>();
    let [totals, after, parts, done] = [NOTHING, undefined as Position | undefined, 0, false];
    while (!done) {
      parts += 1;
      const begun = totals;
      const ending = await mortal(this.service, this.lives(500), (service) => {
        const { reports, catalog, folders } = this.adapters(service);
        return reconcileRegion(
          {
            scope: { ...SCOPE, dryRun: false, completeBefore: NOW - HOUR },
            after,
            overdueAfter: 10 * DAY,
            now: NOW,
            shouldStop: () => false,
            onPosition: (position, soFar) => {
              after = position;
              totals = plus(begun, soFar);
            },
          },
          {
            folders: (folder) => folders.below(folder),
            readReport: (key) => reports.read(key),
            catalog,
            onChange: (change) => {
              if (change.kind !== 'unregistrable') return;
              const { account, bucket, dt, reason } = change;
              const stamp = `${dt.slice(0, 10)}T${dt.slice(11)}Z`;
              refusals.set(`inventory/${account}/${bucket}/${SCOPE.configurationId}/${stamp}/manifest.json`, reason);
            },
          },
        );
      });
      if (!('value' in ending)) continue;
      totals = plus(begun, ending.value.totals);
      done = true;
    }
    return { totals, refusals, parts };
  }

  partitions(table: string) {
    return [...(this.glue.tables.get(table)?.partitions.values() ?? [])].map(({ Values, StorageDescriptor }) => ({
      values: Values,
      location: StorageDescriptor?.Location ?? '',
    }));
  }

  /** Calls until something is killed; `undefined` where it is not. */
  private lives(most: number): number | undefined {
    if (!this.dice.happens(this.rate)) return undefined;
    this.count('killed');
    return this.dice.below(most);
  }

  private handler(service: Service) {
    const { reports, catalog } = this.adapters(service);
    return createHandler({
      settings: { ...SCOPE, destinationAccount: ACCOUNT, database: DATABASE, region: REGION, endpoint: undefined },
      reports,
      catalog,
      log: () => undefined,
      writeLine: () => undefined,
      now: () => NOW,
    });
  }

  private adapters(service: Service) {
    const { s3, glue } = fakeClients(service, REGION);
    return {
      reports: new ReportsClient(s3, { destinationAccount: ACCOUNT, region: REGION }),
      folders: new ReportFolders(s3, { bucket: SCOPE.destinationBucket, account: ACCOUNT, region: REGION }),
      catalog: new GlueCatalog(glue, { account: ACCOUNT, region: REGION, database: DATABASE }),
    };
  }

  private count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }
}
