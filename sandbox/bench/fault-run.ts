import { GlueCatalog } from '../../adapters/aws/catalog';
import { ReportFolders } from '../../adapters/aws/report-folders';
import { ReportsClient } from '../../adapters/aws/reports';
import { DATABASE, destinationBucketName } from '../../core/names/names';
import type { ReportScope } from '../../core/report/report-key';
import { NOTHING, plus, type Totals } from '../../core/reconcile/changes';
import { reconcileRegion } from '../../core/reconcile/reconcile-region';
import type { Position } from '../../core/reconcile/source-buckets';
import { DAY, HOUR } from '../../core/text/time';
import { createHandler } from '../../functions/register-report/register-report';
import { createDice } from '../dice';
import { fakeClients, fakeService, type Service } from '../fake-aws/fake-aws';
import { FakeGlue } from '../fake-aws/glue';
import { FakeS3 } from '../fake-aws/s3';
import { compareCatalog, type Comparison, type ShownPartition } from './fault-comparison';
import { deliveredReports } from './fault-reports';
import { type FaultRate, FaultyDelivery, NOW } from './faulty-delivery';

/** What a run is made of. */
export interface FaultRun extends FaultRate {
  readonly reports: number;
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
const SCOPE: ReportScope = {
  destinationBucket: destinationBucketName(REGION, ACCOUNT),
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};

/** Pushes reports through `register-report` and then one pass of `reconcile-catalog`, while everything fails now and then. */
export async function runFaults({ reports: count, note, ...rate }: FaultRun): Promise<FaultResult> {
  const world = new World(rate);
  const { delivery } = world;
  const reports = deliveredReports(count, SCOPE, createDice(`reports ${rate.seed}`));
  delivery.deliver(reports);
  await delivery.drainQueue((service) => world.handler(service));
  note(`${delivery.invocations} invocations, ${delivery.queue.deadLetters.length} dead letters; reconciling ...`);
  const { totals, refusals, parts } = await world.reconcile();
  return {
    ...compareCatalog(reports, { partitions: (table) => partitionsIn(world.glue, table), refusals }),
    faults: delivery.faults,
    invocations: delivery.invocations,
    deadLetters: delivery.queue.deadLetters.length,
    reconciled: totals,
    parts,
  };
}

/** A Region in which everything fails now and then. */
class World {
  readonly glue = new FakeGlue(DATABASE);
  readonly delivery: FaultyDelivery;
  private readonly s3 = new FakeS3(SCOPE.destinationBucket);

  constructor(rate: FaultRate) {
    this.delivery = new FaultyDelivery(rate, fakeService(this.s3, this.glue), (_, ...object) => this.s3.put(...object));
  }

  /** One pass through the Region, taken up again where it was killed or AWS refused too much. */
  async reconcile() {
    const refusals = new Map<string, string>();
    let [totals, after, parts, done] = [NOTHING, undefined as Position | undefined, 0, false];
    while (!done) {
      parts += 1;
      const begun = totals;
      const ending = await this.delivery.untilKilled(500, (service) => {
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

  handler(service: Service) {
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
}

/** The partitions of a table, as they are compared. */
export const partitionsIn = ({ tables }: FakeGlue, table: string): ShownPartition[] =>
  [...(tables.get(table)?.partitions.values() ?? [])].map(({ Values, StorageDescriptor }) => ({
    values: Values,
    location: StorageDescriptor?.Location ?? '',
  }));
