import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { PARTITION_PARAMETERS } from '../catalog/partitions';
import { Orgs3Error } from '../errors';
import type { Tally } from '../reconcile/changes';
import { DROP_REASON } from '../reconcile/drop-reasons';
import type { Damage } from '../reconcile/find-damaged';
import type { ListSizes } from '../report/data-files';

/** The bucket of copies, as a look at their files needs it. */
export interface CopyFiles {
  /** The keys that the `symlink.txt` of a copy names; `undefined` where it is gone. */
  readonly named: (location: string) => Promise<readonly string[] | undefined>;
  readonly sizesBelow: ListSizes;
}

/** Copies that are looked at at once. */
const CONCURRENCY = 10;

/**
 * Finds the copies of reports of which a file is gone, or whose files have another size together than the partition says. It needs
 * no manifest, which may have expired before the copy. A copy that AWS refuses to read is counted as `failed`.
 *
 * Costs one `GetObject` per copy, and one `ListObjectsV2` per bucket, day and 1000 files.
 *
 * @param copies partitions that show a copy, by the source bucket that a refusal names
 */
export async function damagedCopies(
  copies: readonly { readonly bucket: string; readonly partition: CatalogPartition }[],
  files: CopyFiles,
  tally: Tally,
): Promise<Damage> {
  const damaged = new Map<string, string>();
  const listed = new Map<string, ReturnType<ListSizes>>();
  const sizesIn = (folder: string) => {
    const sizes = listed.get(folder) ?? files.sizesBelow(folder);
    listed.set(folder, sizes);
    return sizes;
  };
  const look = async ({ bucket, partition }: (typeof copies)[number]) => {
    try {
      const damage = await damageOf(partition, files.named, sizesIn);
      if (damage !== undefined) damaged.set(partition.location, damage);
    } catch (error) {
      if (!(error instanceof Orgs3Error)) throw error;
      tally.change({ kind: 'failed', buckets: [bucket], error });
    }
  };
  const once = new Map(copies.map((copy) => [copy.partition.location, copy]));
  await pMap(once.values(), look, { concurrency: CONCURRENCY });
  return damaged;
}

async function damageOf(
  { location, parameters }: CatalogPartition,
  named: CopyFiles['named'],
  sizesIn: ListSizes,
): Promise<string | undefined> {
  const keys = await named(location);
  if (keys === undefined) return DROP_REASON.noSymlink;
  let bytes = 0;
  for (const key of keys) {
    const size = (await sizesIn(key.slice(0, key.lastIndexOf('/') + 1))).get(key);
    if (size === undefined) return `the copy ${key} of its data file is gone`;
    bytes += size;
  }
  const said = Number(parameters[PARTITION_PARAMETERS.bytes] ?? bytes);
  return bytes === said ? undefined : `the copies of its data files have ${bytes} bytes, and its manifest said ${said}`;
}
