import type { Catalog } from '../../../core/catalog/catalog';
import type { ReportKey } from '../../../core/report/report-key';
import type { AssetRegisterSteps } from '../../../core/asset-register/register-assets';
import { rivals } from '../../../core/asset-register/rivals';
import { controlFiles, sampleManifest, scope } from '../report/sample-report';

export const LOCATION = 's3://s3inventory-register-results-eu-west-1-222222222222/asset-register/';

/** Destination buckets in memory, with the reports that are complete. */
export class FakeReports {
  private readonly complete = new Map<string, Set<string>>();
  /** Parts of manifests that differ from the usual ones, by key. */
  readonly manifests = new Map<string, Record<string, unknown>>();
  readonly calls: string[] = [];
  /** Keys of data files that somebody has deleted. */
  readonly deleted = new Set<string>();

  /** Lists the data files in a folder: sizes by key. */
  sizesBelow = (folder: string): Promise<ReadonlyMap<string, number>> => {
    this.calls.push(`sizes ${folder}`);
    const files = [...this.manifests.values()].flatMap(({ files = [] }) => files as { key: string; size: number }[]);
    const all = [{ key: `${folder}1f0c.parquet`, size: 1234 }, ...files];
    const there = all.filter(({ key }) => key.startsWith(folder) && !this.deleted.has(key));
    return Promise.resolve(new Map(there.map(({ key, size }) => [key, size])));
  };

  /** Completes a report, as S3 does with `manifest.checksum`. */
  add(...keys: ReportKey[]): this {
    for (const key of keys) {
      const stamps = this.complete.get(`${key.destinationBucket}/${key.folder}`) ?? new Set<string>();
      this.complete.set(`${key.destinationBucket}/${key.folder}`, stamps.add(stampOf(key)));
    }
    return this;
  }

  /** Removes a report, as a lifecycle rule does. */
  expire(...keys: ReportKey[]): this {
    for (const key of keys) this.complete.get(`${key.destinationBucket}/${key.folder}`)?.delete(stampOf(key));
    return this;
  }

  /** Lists the folders directly below a folder of a destination bucket, as full paths in S3's order. */
  below(destinationBucket: string, folder: string): string[] {
    const above = `${destinationBucket}/${folder}`;
    const places = [...this.complete].filter(([place, stamps]) => place.startsWith(above) && stamps.size > 0);
    const names = places.map(([place]) => place.slice(above.length).split('/')[0] ?? '');
    return [...new Set(names)].map((name) => `${folder}${name}/`).sort();
  }

  /** Lists the names of the manifests' folders in a folder. */
  stamps = (destinationBucket: string, folder: string): string[] =>
    [...(this.complete.get(`${destinationBucket}/${folder}`) ?? [])].sort();

  /** @param turn awaited before each call, so that a scheduler can choose the time of the call */
  steps(catalog: Catalog, turn: () => Promise<void> = () => Promise.resolve()): AssetRegisterSteps {
    const stamps = (key: ReportKey) => this.complete.get(`${key.destinationBucket}/${key.folder}`) ?? [];
    return {
      catalog,
      location: LOCATION,
      read: async (key) => {
        await turn();
        this.calls.push(`read ${key.dt}`);
        if (![...stamps(key)].includes(stampOf(key))) throw new Error('there is no such report');
        return controlFiles({ ...sampleManifest(key), ...this.manifests.get(key.manifestKey) });
      },
      rivals: async (key) => {
        await turn();
        this.calls.push(`list after ${key.dt}`);
        return rivals(key, stamps(key), { ...scope, destinationBucket: key.destinationBucket });
      },
    };
  }
}

const stampOf = ({ manifestKey, folder }: ReportKey) => manifestKey.slice(folder.length).split('/')[0] ?? '';
