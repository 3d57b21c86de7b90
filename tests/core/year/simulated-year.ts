import { reconcileAssetRegister } from '../../../core/asset-register/reconcile-asset-register';
import { registerAssets, type AssetRegisterSteps } from '../../../core/asset-register/register-assets';
import { rivals } from '../../../core/asset-register/rivals';
import type { Outcome } from '../../../core/catalog/outcome';
import { registerKeys } from '../../../core/catalog/register-keys';
import type { Change } from '../../../core/reconcile/changes';
import { reconcileRegion } from '../../../core/reconcile/reconcile-region';
import type { ReconcileOptions } from '../../../core/reconcile/walk-region';
import { FILES_STAY_DAYS } from '../../../core/report/retention';
import type { ReportKey } from '../../../core/report/report-key';
import { DAY, HOUR } from '../../../core/text/time';
import { REGION, SCOPE } from '../../../sandbox/bench/interleaved-world';
import { createDice, type Dice } from '../../../sandbox/dice';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { isScanned, reportsDaysOn, SOURCE_BUCKETS, START } from './calendar';
import { DatedBucket } from './dated-bucket';
import { DATA_FILE_BYTES, writeReport, type YearReport } from './year-report';

const LOCATION = `s3://${SCOPE.destinationBucket}/${SCOPE.destinationPrefix}/`;

/** An event about a report that one of the two Lambdas receives. */
interface ReportEvent {
  readonly key: ReportKey;
  readonly lambda: 'register-report' | 'register-asset';
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A destination bucket, the tables of its Region and the asset register, day by day. */
export class SimulatedYear {
  readonly objects = new DatedBucket();
  readonly region = new InMemoryCatalog();
  readonly register = new InMemoryCatalog();
  /** Reports by their location. Those without any file left are removed. */
  readonly reports = new Map<string, YearReport>();
  /** Refusals and failures that no report of S3 may have. */
  readonly refusals: string[] = [];
  private readonly dice: Dice;
  private events: ReportEvent[] = [];
  /** The present `retention.reportsDays`. */
  private reportsDays = reportsDaysOn(0);

  constructor(seed: string) {
    this.dice = createDice(seed);
  }

  /** The first midnight of a day: S3 removes what has expired, with the lifecycle rule of the day before, and scans buckets. */
  begin(day: number): void {
    const midnight = START + day * DAY;
    this.objects.now = midnight;
    this.objects.expire(midnight, this.reportsDays + FILES_STAY_DAYS);
    for (const [location, report] of this.reports) if (this.isOver(report)) this.reports.delete(location);
    for (const source of SOURCE_BUCKETS) {
      if (!isScanned(day, source)) continue;
      // S3 scans a bucket a second time where its configuration is removed and put again.
      const scans = this.dice.happens(0.03) ? 2 : 1;
      for (let scan = 0; scan < scans; scan += 1) {
        const minutes = this.dice.below(scan === 0 ? 1200 : 239) + (scan === 0 ? 0 : 1200);
        this.write(source, day, midnight + minutes * (HOUR / 60));
      }
    }
  }

  /** The events until the daily pass, and the pass. */
  async reconcile(day: number): Promise<void> {
    const now = START + day * DAY + 11 * HOUR + this.dice.below(4 * 60) * (HOUR / 60);
    await this.deliverUntil(now);
    this.reportsDays = reportsDaysOn(day);
    const options = this.options(now);
    await reconcileRegion(options, {
      folders: this.folders,
      readReport: this.read,
      sizesBelow: this.sizesBelow,
      catalog: this.region,
      onChange: this.onChange,
    });
    await reconcileAssetRegister(REGION, options, {
      folders: this.folders,
      reports: (folder) => Promise.resolve(this.objects.reportsIn(folder)),
      catalog: this.register,
      copiesBucket: 's3inventory-register',
      copies: () => Promise.resolve(new Set()),
      copyFiles: {
        named: () => Promise.reject(new Error('there are no copies')),
        sizesBelow: () => Promise.reject(new Error('there are no copies')),
      },
      sizesBelow: this.sizesBelow,
      copiesExpiredBefore: () => options.scope.expiredBefore,
      locationOf: ({ location }) => location,
      read: this.read,
      register: (keys, check) => registerAssets(this.registerSteps, keys, check),
      onChange: this.onChange,
    });
  }

  /** The events until midnight. */
  end = (day: number) => this.deliverUntil(START + (day + 1) * DAY - 1);

  /** All files of a report are there. */
  isWhole = ({ key, files }: YearReport) => files.every((file) => this.objects.has(key.folder, file));

  private isOver = ({ key, files, completeSince }: YearReport) =>
    completeSince < this.objects.now && files.every((file) => !this.objects.has(key.folder, file));

  private write(source: (typeof SOURCE_BUCKETS)[number], day: number, scan: number): void {
    const { dice } = this;
    const report = writeReport(this.objects, source, { day, scan, dice });
    if (this.reports.has(report.key.location)) throw new Error(`two reports at ${report.key.location}`);
    this.reports.set(report.key.location, report);
    for (const lambda of ['register-report', 'register-asset'] as const) {
      const count = dice.happens(0.08) ? 0 : dice.happens(0.1) ? 2 : 1;
      for (let event = 0; event < count; event += 1) {
        const delay = dice.happens(0.08) ? dice.below(6 * 24 * 60) : dice.below(20);
        this.events.push({ key: report.key, lambda, at: report.completeSince + delay * (HOUR / 60) });
      }
    }
  }

  /** Hands the events to the Lambdas, several at once. */
  private async deliverUntil(now: number): Promise<void> {
    const due = this.events.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.events = this.events.filter(({ at }) => at > now);
    while (due.length > 0) {
      const batch = due.splice(0, 1 + this.dice.below(4));
      this.objects.now = batch.at(-1)?.at ?? now;
      const keysFor = (lambda: ReportEvent['lambda']) => [
        ...new Set(batch.filter((event) => event.lambda === lambda).map(({ key }) => key)),
      ];
      const target = {
        catalog: this.region,
        location: LOCATION,
        read: this.read,
        expiredBefore: this.expiredBefore,
      };
      this.record(await registerKeys(target, keysFor('register-report')));
      this.record(await registerAssets(this.registerSteps, keysFor('register-asset')));
    }
    this.objects.now = now;
  }

  private options(now: number): ReconcileOptions {
    return {
      scope: { ...SCOPE, dryRun: false, completeBefore: now - HOUR, expiredBefore: this.expiredBefore() },
      after: undefined,
      overdueAfter: 100 * DAY,
      now,
      shouldStop: () => false,
    };
  }

  private readonly read = async (key: ReportKey) => Promise.resolve(this.objects.read(key));

  private readonly sizesBelow = (folder: string) =>
    Promise.resolve(new Map([...this.objects.keysBelow(folder)].map((key) => [key, DATA_FILE_BYTES])));

  private readonly expiredBefore = () => this.objects.now - this.reportsDays * DAY;

  private readonly folders = (folder: string) => onePage(this.objects.below(folder));

  private readonly registerSteps: AssetRegisterSteps = {
    catalog: this.register,
    location: 's3://s3inventory-results-register/asset-register/',
    read: this.read,
    expiredBefore: this.expiredBefore,
    rivals: (key) => {
      const complete = this.objects.reportsIn(key.folder).filter(({ completeSince }) => completeSince !== undefined);
      return Promise.resolve(
        rivals(
          key,
          complete.map(({ stamp }) => stamp),
          SCOPE,
        ),
      );
    },
  };

  private readonly onChange = (change: Change) => {
    if (change.kind === 'failed') this.refusals.push(`${change.buckets.join()}: ${String(change.error)}`);
    if (change.kind === 'unregistrable') this.refuse(change, change.reason);
  };

  /** A report that is not whole any more may be refused. */
  private record(outcomes: ReadonlyMap<ReportKey, Outcome>): void {
    for (const [key, outcome] of outcomes) {
      if (outcome.status === 'refused') this.refuse(key, outcome.reason);
      if (outcome.status === 'failed') this.refuse(key, String(outcome.error));
    }
  }

  private refuse({ bucket, dt }: Pick<ReportKey, 'bucket' | 'dt'>, reason: string): void {
    const whole = [...this.reports.values()].some(
      (report) => report.key.bucket === bucket && report.key.dt === dt && this.isWhole(report),
    );
    if (whole) this.refusals.push(`${bucket} ${dt}: ${reason}`);
  }
}

async function* onePage(names: readonly string[]): AsyncIterable<readonly string[]> {
  await Promise.resolve();
  yield names;
}
