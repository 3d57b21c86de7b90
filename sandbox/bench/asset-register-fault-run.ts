import { GlueCatalog } from '../../adapters/aws/catalog';
import { assetRegisterReconcileSteps } from '../../adapters/calls/asset-register-reconcile';
import { ReportCopies } from '../../adapters/aws/report-copies';
import { ReportsClient } from '../../adapters/aws/reports';
import { newerReports } from '../../adapters/aws/reports-in-folder';
import {
  destinationBucketName,
  ASSET_DATABASE,
  regionOfDestination,
  assetCopiesBucketName,
} from '../../core/names/names';
import type { ReportKey } from '../../core/report/report-key';
import { addTotals, NO_TOTALS, type Totals } from '../../core/reconcile/changes';
import type { Position } from '../../core/reconcile/source-buckets';
import { copyReport } from '../../core/asset-register/copy-report';
import type { CopyPolicy } from '../../core/asset-register/location-of';
import { reconcileAssetRegister } from '../../core/asset-register/reconcile-asset-register';
import type { AssetRegisterSteps } from '../../core/asset-register/register-assets';
import { rivals } from '../../core/asset-register/rivals';
import { DAY, HOUR } from '../../core/text/time';
import { assetRegisterPlace, scopeOf } from '../../functions/collector-environment';
import { createHandler } from '../../functions/register-asset/register-asset';
import { createDice } from '../dice';
import { FakeBuckets } from '../fake-aws/buckets';
import { fakeClients, fakeService, type Service } from '../fake-aws/fake-aws';
import { FakeGlue } from '../fake-aws/glue';
import { deliveredReports } from './fault-reports';
import { type FaultResult, type FaultRun, partitionsIn } from './fault-run';
import { FaultyDelivery, NOW } from './faulty-delivery';
import { compareAssetRegister } from './asset-register-comparison';

const ACCOUNT = '222222222222';
const HOME = 'eu-west-1';
const REGIONS = [HOME, 'us-east-1'];
const COPIES = assetCopiesBucketName(HOME, ACCOUNT);

/** The result of a run of the asset register. */
export interface AssetRegisterFaultResult extends FaultResult {
  /** The number of partitions that show an incomplete copy. */
  readonly missingFiles: number;
}

/**
 * Sends reports of two Regions, two a day, through `register-asset`, and then runs one pass of `reconcile-register`,
 * under random faults.
 */
export async function runAssetRegisterFaults(
  { reports: count, note, ...rate }: FaultRun,
  mode: CopyPolicy['mode'],
): Promise<AssetRegisterFaultResult> {
  const register = new FaultyAssetRegister(rate, mode);
  const { delivery } = register;
  const dice = createDice(`reports ${rate.seed}`);
  const reports = REGIONS.flatMap((region, index) => {
    const share = Math.floor((count + index) / REGIONS.length);
    return deliveredReports(share, scopeOf(region, register.settings), dice, 12);
  });
  delivery.deliver(reports);
  await delivery.drainQueue((service) => register.handler(service));
  note(`${delivery.invocations} invocations, ${delivery.queue.deadLetters.length} dead letters; reconciling ...`);
  let [reconciled, parts] = [NO_TOTALS, 0];
  for (const region of REGIONS) {
    const done = await register.reconcile(region);
    reconciled = addTotals(reconciled, done.totals);
    parts += done.parts;
  }
  const partitions = (table: string) => partitionsIn(register.glue, table);
  const copies = register.buckets.of(COPIES);
  return {
    ...compareAssetRegister(reports, { partitions, refusals: register.refusals, policy: register.policy, copies }),
    faults: delivery.faults,
    invocations: delivery.invocations,
    deadLetters: delivery.queue.deadLetters.length,
    reconciled,
    parts,
  };
}

/** An asset register and two Regions with random faults. */
class FaultyAssetRegister {
  readonly glue = new FakeGlue(ASSET_DATABASE);
  readonly buckets = new FakeBuckets([...REGIONS.map((region) => destinationBucketName(region, ACCOUNT)), COPIES], NOW);
  readonly delivery: FaultyDelivery;
  /** The reasons for refused reports, by the key of the manifest. */
  readonly refusals = new Map<string, string>();
  readonly policy: CopyPolicy;

  constructor(rate: ConstructorParameters<typeof FaultyDelivery>[0], mode: CopyPolicy['mode']) {
    this.policy = { mode, bucket: COPIES, days: 90 };
    this.delivery = new FaultyDelivery(rate, fakeService(this.buckets, this.glue), (bucket, ...object) =>
      this.buckets.of(bucket).put(...object),
    );
  }

  get settings() {
    return {
      destinationAccount: ACCOUNT,
      destinationBucket: '',
      destinationPrefix: 'inventory',
      configurationId: 'organization-inventory',
      database: ASSET_DATABASE,
      region: HOME,
      reportsDays: 10_000,
      endpoint: undefined,
      regions: REGIONS,
      location: `s3://${COPIES}/asset-register/`,
      copies: this.policy,
    };
  }

  handler(service: Service) {
    return createHandler({
      settings: this.settings,
      steps: this.steps(service),
      log: (_, message, fields = {}) => {
        if (message === 'report refused') this.refusals.set(String(fields['key']), String(fields['reason']));
      },
      writeLine: () => undefined,
      now: () => NOW,
    });
  }

  private steps(service: Service): AssetRegisterSteps {
    const { s3, glue } = fakeClients(service, HOME);
    const place = { bucket: COPIES, account: ACCOUNT, region: HOME, sourceClient: () => s3 };
    const store = new ReportCopies(s3, place, undefined, () => NOW);
    const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? HOME;
    return {
      catalog: new GlueCatalog(glue, { account: ACCOUNT, region: HOME, database: ASSET_DATABASE }),
      location: this.settings.location,
      place: this.policy.mode === 'copy' ? (report) => copyReport(report, store) : undefined,
      read: (key) => new ReportsClient(s3, { destinationAccount: ACCOUNT, region: regionOf(key) }).read(key),
      rivals: async (key) => {
        const source = { account: ACCOUNT, region: regionOf(key) };
        return rivals(key, await newerReports(s3, key, source), scopeOf(source.region, this.settings));
      },
    };
  }

  /** Runs one pass through a Region. It resumes after each kill, and after too many refusals by AWS. */
  async reconcile(region: string): Promise<{ totals: Totals; parts: number }> {
    const reached: { readonly after: Position; readonly totals: Totals }[] = [];
    for (let parts = 1; ; parts += 1) {
      const { after, totals: begun } = reached.at(-1) ?? { after: undefined, totals: NO_TOTALS };
      const ending = await this.delivery.untilKilled(500, (service) => {
        const calls = { s3: (each: string) => fakeClients(service, each).s3, steps: this.steps(service) };
        const inRegion = assetRegisterReconcileSteps(assetRegisterPlace(this.settings), calls, () => NOW);
        return reconcileAssetRegister(
          region,
          {
            scope: {
              ...scopeOf(region, this.settings),
              dryRun: false,
              completeBefore: NOW - HOUR,
              expiredBefore: NOW - 1000 * DAY,
            },
            after,
            overdueAfter: 10 * DAY,
            now: NOW,
            shouldStop: () => false,
            onPosition: (position, soFar) => {
              reached.push({ after: position, totals: addTotals(begun, soFar) });
            },
          },
          {
            ...inRegion(region),
            onChange: (change) => {
              if (change.kind !== 'unregistrable') return;
              const { account, bucket, dt, reason } = change;
              const stamp = `${dt.slice(0, 10)}T${dt.slice(11)}Z`;
              const { configurationId } = this.settings;
              this.refusals.set(`inventory/${account}/${bucket}/${configurationId}/${stamp}/manifest.json`, reason);
            },
          },
        );
      });
      if ('value' in ending) return { totals: addTotals(begun, ending.value.totals), parts };
    }
  }
}
