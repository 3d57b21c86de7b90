import { GlueCatalog } from '../../adapters/aws/catalog';
import { sizesBelow } from '../../adapters/aws/object-sizes';
import { ReportFolders } from '../../adapters/aws/report-folders';
import { ReportsClient } from '../../adapters/aws/reports';
import { DATABASE, destinationBucketName } from '../../core/names/names';
import type { ReportScope } from '../../core/report/report-key';
import { addTotals, NO_TOTALS, type Totals } from '../../core/reconcile/changes';
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

/** Options of a run. */
export interface FaultRun extends FaultRate {
  readonly reports: number;
  readonly note: (line: string) => void;
}

/** The result of a run. */
export interface FaultResult extends Comparison {
  /** The number of faults by kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly invocations: number;
  /** The number of messages in the dead-letter queue at the end. */
  readonly deadLetters: number;
  /** The changes of the one reconciliation pass. */
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

/** Sends reports through `register-report`, and then runs one pass of `reconcile-catalog`, under random faults. */
export async function runFaults({ reports: count, note, ...rate }: FaultRun): Promise<FaultResult> {
  const region = new FaultyRegion(rate);
  const { delivery } = region;
  const reports = deliveredReports(count, SCOPE, createDice(`reports ${rate.seed}`));
  delivery.deliver(reports);
  await delivery.drainQueue((service) => region.handler(service));
  note(`${delivery.invocations} invocations, ${delivery.queue.deadLetters.length} dead letters; reconciling ...`);
  const { totals, refusals, parts } = await region.reconcile();
  return {
    ...compareCatalog(reports, { partitions: (table) => partitionsIn(region.glue, table), refusals }),
    faults: delivery.faults,
    invocations: delivery.invocations,
    deadLetters: delivery.queue.deadLetters.length,
    reconciled: totals,
    parts,
  };
}

/** A Region with random faults. */
class FaultyRegion {
  readonly glue = new FakeGlue(DATABASE);
  readonly delivery: FaultyDelivery;
  private readonly s3 = new FakeS3(SCOPE.destinationBucket);

  constructor(rate: FaultRate) {
    this.delivery = new FaultyDelivery(rate, fakeService(this.s3, this.glue), (_, ...object) => this.s3.put(...object));
  }

  /** Runs one pass through the Region. It resumes after each kill, and after too many refusals by AWS. */
  async reconcile() {
    const refusals = new Map<string, string>();
    const reached: { readonly after: Position; readonly totals: Totals }[] = [];
    for (let parts = 1; ; parts += 1) {
      const { after, totals: begun } = reached.at(-1) ?? { after: undefined, totals: NO_TOTALS };
      const ending = await this.delivery.untilKilled(500, (service) => {
        const { reports, catalog, folders, sizes } = this.adapters(service);
        return reconcileRegion(
          {
            scope: { ...SCOPE, dryRun: false, completeBefore: NOW - HOUR, expiredBefore: NOW - 1000 * DAY },
            after,
            overdueAfter: 10 * DAY,
            now: NOW,
            shouldStop: () => false,
            onPosition: (position, soFar) => {
              reached.push({ after: position, totals: addTotals(begun, soFar) });
            },
          },
          {
            folders: (folder) => folders.below(folder),
            readReport: (key) => reports.read(key),
            sizesBelow: sizes,
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
      if ('value' in ending) return { totals: addTotals(begun, ending.value.totals), refusals, parts };
    }
  }

  handler(service: Service) {
    const { reports, catalog } = this.adapters(service);
    return createHandler({
      settings: {
        ...SCOPE,
        destinationAccount: ACCOUNT,
        database: DATABASE,
        region: REGION,
        reportsDays: 1000,
        endpoint: undefined,
      },
      reports,
      catalog,
      log: () => undefined,
      writeLine: () => undefined,
      now: () => NOW,
    });
  }

  private adapters(service: Service) {
    const { s3, glue } = fakeClients(service, REGION);
    const place = { bucket: SCOPE.destinationBucket, account: ACCOUNT, region: REGION };
    return {
      reports: new ReportsClient(s3, { destinationAccount: ACCOUNT, region: REGION }),
      folders: new ReportFolders(s3, place),
      sizes: (folder: string) => sizesBelow(s3, { ...place, folder }),
      catalog: new GlueCatalog(glue, { account: ACCOUNT, region: REGION, database: DATABASE }),
    };
  }
}

/** The partitions of a table, in the form that is compared. */
export const partitionsIn = ({ tables }: FakeGlue, table: string): ShownPartition[] =>
  [...(tables.get(table)?.partitions.values() ?? [])].map(({ Values, StorageDescriptor }) => ({
    values: Values,
    location: StorageDescriptor?.Location ?? '',
  }));
