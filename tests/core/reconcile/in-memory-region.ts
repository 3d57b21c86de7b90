import { AwsCallError } from '../../../core/errors';
import { registerInCatalog } from '../../../core/catalog/register-reports';
import { type ReportFiles, verifyReport } from '../../../core/report/manifest';
import type { ReportKey } from '../../../core/report/report-key';
import type { Change } from '../../../core/reconcile/changes';
import { reconcileRegion } from '../../../core/reconcile/reconcile-region';
import type { ReconcileSteps } from '../../../core/reconcile/steps';
import type { ReconcileOptions } from '../../../core/reconcile/walk-region';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { type checksumKey, controlFiles, sampleKey, sampleManifest, scope } from '../report/sample-report';

interface ScopeOptions {
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly expiredBefore?: number;
}

type Parts = Parameters<typeof checksumKey>[0];

export const NOW = Date.UTC(2026, 0, 10);
const HOUR = 3_600_000;

/** The data file of a report, as its manifest lists it. */
export const dataFileOf = (key: ReportKey) => ({
  key: `${key.folder}data/${key.dt}.parquet`,
  size: 1234,
  MD5checksum: 'a'.repeat(32),
});

/** A fake destination bucket and catalog, with runs of a reconciliation over them. */
export class InMemoryRegion {
  readonly catalog = new InMemoryCatalog();
  readonly changes: Change[] = [];
  /** Folders that were listed. */
  readonly listed: string[] = [];
  /** Manifests that were read. */
  readonly read: string[] = [];
  /** Folders whose listing fails, with all folders below. */
  readonly refused = new Set<string>();
  /** Number of entries per page of a listing. */
  pageSize = 1000;
  private readonly files = new Map<string, ReportFiles>();

  /** Sizes of the data files, by key. */
  readonly dataFiles = new Map<string, number>();

  /** Puts a complete report; `manifest` overrides parts of its manifest. */
  deliver(parts: Parts = {}, manifest: Record<string, unknown> = {}, since = NOW - 24 * HOUR): ReportKey {
    const key = sampleKey(parts);
    const whole = { ...sampleManifest(key), files: [dataFileOf(key)], ...manifest };
    this.files.set(key.manifestKey, { ...controlFiles(whole), completeSince: since });
    for (const file of whole.files) this.dataFiles.set(file.key, file.size);
    return key;
  }

  /** Puts a report and registers it, as if its event had arrived. */
  async register(parts: Parts = {}, manifest: Record<string, unknown> = {}): Promise<ReportKey> {
    const key = this.deliver(parts, manifest);
    const files = this.files.get(key.manifestKey);
    if (files === undefined) throw new Error('not delivered');
    const report = verifyReport(key, files);
    await registerInCatalog({ catalog: this.catalog, location: 's3://x/inventory/' }, [report]);
    return key;
  }

  /** Deletes the files of a report, as a lifecycle rule would. */
  expire(parts: Parts = {}): void {
    this.files.delete(sampleKey(parts).manifestKey);
  }

  /** Locations whose `symlink.txt` is gone. */
  readonly withoutSymlink = new Set<string>();

  /** A manifest without its checksum: S3 still writes. */
  readonly incomplete = new Set<string>();

  reconcile(options: Partial<Omit<ReconcileOptions, 'scope'>> & ScopeOptions = {}) {
    const { dryRun = false, verify = false, expiredBefore = NOW - 90 * 24 * HOUR, ...rest } = options;
    this.changes.length = 0;
    return reconcileRegion(
      {
        scope: { ...scope, dryRun, verify, completeBefore: NOW - HOUR, expiredBefore },
        after: undefined,
        overdueAfter: 72 * HOUR,
        now: NOW,
        shouldStop: () => false,
        ...rest,
      },
      this.steps,
    );
  }

  readonly steps: { -readonly [Step in keyof ReconcileSteps]: ReconcileSteps[Step] } = {
    folders: (folder) => this.folders(folder),
    readReport: (key) => this.readReport(key),
    sizesBelow: (folder) => this.sizesBelow(folder),
    catalog: this.catalog,
    onChange: (change) => void this.changes.push(change),
  };

  private sizesBelow(folder: string): Promise<ReadonlyMap<string, number>> {
    this.listed.push(folder);
    if (this.isRefused(folder)) return Promise.reject(this.refusal());
    const sizes = [...this.dataFiles].filter(([key]) => key.startsWith(folder));
    return Promise.resolve(new Map(sizes));
  }

  private readReport(key: ReportKey): Promise<ReportFiles> {
    this.read.push(key.manifestKey);
    const files = this.files.get(key.manifestKey);
    if (files !== undefined && !this.incomplete.has(key.manifestKey)) return Promise.resolve(files);
    return Promise.reject(new AwsCallError('GetObject', { resource: key.checksumKey }, 'NoSuchKey', 'no'));
  }

  private isRefused = (folder: string) => [...this.refused].some((each) => folder.startsWith(each));

  private refusal = () => new AwsCallError('ListObjectsV2', { bucket: scope.destinationBucket }, 'SlowDown', 'no');

  private async *folders(folder: string): AsyncIterable<readonly string[]> {
    await Promise.resolve();
    this.listed.push(folder);
    if (this.isRefused(folder)) throw this.refusal();
    const symlinks = [...this.files.keys()].flatMap((key) => {
      const symlink = key.replace(/(\d{4}-\d{2}-\d{2})T(\d{2}-\d{2})Z\/manifest.json$/, 'hive/dt=$1-$2/symlink.txt');
      const location = `s3://${scope.destinationBucket}/${symlink.replace('symlink.txt', '')}`;
      return this.withoutSymlink.has(location) ? [] : [symlink];
    });
    const below = [...this.files.keys(), ...symlinks].filter((key) => key.startsWith(folder));
    const all = [...new Set(below.map((key) => `${folder}${key.slice(folder.length).split('/')[0] ?? ''}/`))].sort();
    for (let start = 0; start === 0 || start < all.length; start += this.pageSize) {
      yield all.slice(start, start + this.pageSize);
    }
  }
}
