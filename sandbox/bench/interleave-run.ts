import { reconcileAssetRegister } from '../../core/asset-register/reconcile-asset-register';
import { registerAssets, type AssetRegisterSteps } from '../../core/asset-register/register-assets';
import { rivals } from '../../core/asset-register/rivals';
import { registerKeys } from '../../core/catalog/register-keys';
import type { Outcome } from '../../core/catalog/outcome';
import type { Catalog } from '../../core/catalog/catalog';
import { reconcileRegion } from '../../core/reconcile/reconcile-region';
import type { ReconcileOptions } from '../../core/reconcile/walk-region';
import type { ReportKey } from '../../core/report/report-key';
import { DAY, HOUR } from '../../core/text/time';
import { InMemoryCatalog } from '../../tests/core/catalog/in-memory-catalog';
import { createDice, type Dice } from '../dice';
import { countDefects, type Defects } from './interleave-defects';
import { DestinationBucket, madeUpKey, REGION, SCHEMAS, SCOPE, seenBy } from './interleaved-world';
import { Turns } from './turns';

const BUCKETS = ['data', 'logs'] as const;
const NOW = Date.UTC(2026, 0, 20);
const LOCATION = `s3://${SCOPE.destinationBucket}/inventory/`;
/** A kill comes after so many calls at most. */
const LONGEST_LIFE = 30;

/** The calls of one interleaving, and the defects of the tables after it. */
export interface Interleaving extends Defects {
  readonly calls: number;
}

/**
 * Lets invocations of all four Lambdas run at once over reports of two buckets, in an order that the seed decides: repeated events, kills,
 * throttled calls, refused entries, overlapping passes, reports that expire meanwhile. Messages that failed come again. Then compares
 * the tables with the destination bucket, before and after one more pass of each kind.
 */
export async function runInterleaving(seed: string): Promise<Interleaving> {
  const world = new World(createDice(seed));
  await world.interleave();
  const before = world.defects(false);
  await world.lastPasses();
  const after = world.defects(true);
  return {
    wrong: before.wrong + after.wrong,
    lost: before.lost + after.lost,
    twice: before.twice + after.twice,
    calls: world.calls,
  };
}

class World {
  calls = 0;
  private readonly bucket = new DestinationBucket();
  private readonly region = new InMemoryCatalog();
  private readonly register = new InMemoryCatalog();
  private readonly turns: Turns;
  private readonly reports: ReportKey[];
  /** Days of January before this one have expired. */
  private readonly firstDay: number;
  private readonly faultRate: number;

  constructor(private readonly dice: Dice) {
    this.turns = new Turns(dice);
    this.faultRate = dice.happens(0.5) ? 0.03 : 0;
    this.firstDay = dice.happens(0.4) ? 3 : 1;
    this.reports = BUCKETS.flatMap((bucket) => this.someReports(bucket));
  }

  private someReports(bucket: string): ReportKey[] {
    const keys: ReportKey[] = [];
    let schema = this.dice.one(SCHEMAS);
    for (let day = 1; day <= 5; day += 1) {
      if (this.dice.happens(0.4)) continue;
      if (this.dice.happens(0.4)) schema = this.dice.one(SCHEMAS);
      const key = madeUpKey(bucket, day, this.dice.below(2) * 12);
      this.bucket.deliver(key, schema, NOW - (this.dice.happens(0.5) ? 60_000 : DAY));
      keys.push(key);
    }
    return keys;
  }

  async interleave(): Promise<void> {
    const redo: (() => Promise<void>)[] = [];
    const { dice, turns } = this;
    const invoke = (
      keys: readonly ReportKey[],
      handle: (keys: readonly ReportKey[], calm: boolean) => Promise<void>,
    ) => {
      turns.start(async () => {
        try {
          await handle(keys, false);
        } catch {
          redo.push(() => handle(keys, true));
        }
      });
    };
    for (const key of this.reports) {
      for (let events = dice.happens(0.2) ? 2 : 1; events > 0; events -= 1) {
        const batch = [key, ...this.reports.filter(() => dice.happens(0.1))];
        invoke(batch, (keys, calm) => this.registerReport(keys, calm));
        invoke(batch, (keys, calm) => this.registerAsset(keys, calm));
      }
    }
    const passes = dice.below(3);
    for (let pass = 0; pass < passes; pass += 1) {
      turns.start(() => this.quietly(() => this.reconcileCatalog(false)));
      turns.start(() => this.quietly(() => this.reconcileAssetRegister(false)));
    }
    turns.start(() => {
      for (const key of this.reports) if (this.mayVanish(key) && dice.happens(0.5)) this.bucket.remove(key);
      return Promise.resolve();
    });
    await turns.finish();
    // Messages of killed invocations, and of reports that failed, come again.
    for (const handle of redo) turns.start(handle);
    await turns.finish();
  }

  /** One more pass of each kind, undisturbed. */
  async lastPasses(): Promise<void> {
    this.turns.start(() => this.reconcileCatalog(true));
    this.turns.start(() => this.reconcileAssetRegister(true));
    await this.turns.finish();
  }

  defects(isAfterPass: boolean): Defects {
    const live = this.reports.filter((key) => this.bucket.has(key) && !this.isExpired(key));
    return countDefects({ region: this.region, register: this.register, live, isAfterPass });
  }

  /** A bucket that is gone as a whole has had a pass of its own long before its files vanish: that is no interleaving. */
  private mayVanish = (key: ReportKey) =>
    this.isExpired(key) && this.reports.some((other) => other.bucket === key.bucket && !this.isExpired(other));

  private isExpired = ({ dt }: ReportKey) => Number(dt.slice(8, 10)) < this.firstDay;

  private async registerReport(keys: readonly ReportKey[], calm: boolean): Promise<void> {
    const turn = this.life(calm);
    const target = { catalog: this.seen(this.region, turn, calm), location: LOCATION, read: this.reading(turn) };
    this.check(await registerKeys(target, keys), calm);
  }

  private async registerAsset(keys: readonly ReportKey[], calm: boolean): Promise<void> {
    this.check(await registerAssets(this.assetSteps(this.life(calm), calm), keys), calm);
  }

  private async reconcileCatalog(calm: boolean): Promise<void> {
    const turn = this.life(calm);
    await reconcileRegion(this.options(), {
      folders: (folder) => this.below(folder, turn),
      readReport: this.reading(turn),
      sizesBelow: (folder) => turn().then(() => this.bucket.sizesBelow(folder)),
      catalog: this.seen(this.region, turn, calm),
      onChange: () => undefined,
    });
  }

  private async reconcileAssetRegister(calm: boolean): Promise<void> {
    const turn = this.life(calm);
    const steps = this.assetSteps(turn, calm);
    await reconcileAssetRegister(REGION, this.options(), {
      folders: (folder) => this.below(folder, turn),
      reports: (folder) => turn().then(() => this.bucket.in(folder)),
      catalog: steps.catalog,
      copiesBucket: 's3inventory-register',
      copies: () => Promise.resolve(new Set()),
      copyFiles: {
        named: () => Promise.reject(new Error('there are no copies')),
        sizesBelow: () => Promise.reject(new Error('there are no copies')),
      },
      sizesBelow: (folder) => turn().then(() => this.bucket.sizesBelow(folder)),
      copiesExpiredBefore: () => 0,
      locationOf: ({ location }) => location,
      read: steps.read,
      register: (keys, check) => registerAssets(steps, keys, check),
      onChange: () => undefined,
    });
  }

  private assetSteps(turn: () => Promise<void>, calm: boolean): AssetRegisterSteps {
    return {
      catalog: this.seen(this.register, turn, calm),
      location: 's3://register/',
      read: this.reading(turn),
      rivals: async (key) => {
        await turn();
        const complete = this.bucket.in(key.folder).map(({ stamp }) => stamp);
        return rivals(key, complete, SCOPE);
      },
    };
  }

  private options(): ReconcileOptions {
    return {
      scope: {
        ...SCOPE,
        dryRun: false,
        completeBefore: NOW - HOUR,
        expiredBefore: Date.UTC(2026, 0, this.firstDay),
      },
      after: undefined,
      overdueAfter: 100 * DAY,
      now: NOW,
      shouldStop: () => false,
    };
  }

  /** Gives turns until the invocation is killed, if it is. */
  private life(calm: boolean): () => Promise<void> {
    let left = !calm && this.dice.happens(0.15) ? this.dice.below(LONGEST_LIFE) : Infinity;
    return async () => {
      this.calls += 1;
      await this.turns.next();
      left -= 1;
      if (left < 0) throw new Error('killed');
    };
  }

  private seen(catalog: InMemoryCatalog, turn: () => Promise<void>, calm: boolean): Catalog {
    const fails = () => !calm && this.dice.happens(this.faultRate);
    return seenBy(catalog, turn, { call: fails, entry: fails });
  }

  private reading = (turn: () => Promise<void>) => (key: ReportKey) => turn().then(() => this.bucket.read(key));

  private async *below(folder: string, turn: () => Promise<void>): AsyncIterable<readonly string[]> {
    await turn();
    yield this.bucket.below(folder);
  }

  /** @throws Error where a message would come again */
  private check(outcomes: ReadonlyMap<ReportKey, Outcome>, calm: boolean): void {
    const failed = [...outcomes].filter(([key, { status }]) => status === 'failed' && this.bucket.has(key));
    if (failed.length === 0) return;
    const [[key, outcome] = []] = failed;
    if (calm) console.error('failed for good', key?.dt, outcome);
    throw new Error('comes again');
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The next pass begins anew.
    }
  }
}
