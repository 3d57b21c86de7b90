import type { ReconcileScope, ReconcileSteps } from './steps';

/** A source bucket with a folder in the destination bucket. */
export interface BucketFolder {
  /** 12 digits. */
  readonly account: string;
  readonly bucket: string;
}

/** Progress of a run: the last finished bucket, in S3's order of the folders. */
export type Position = BucketFolder;

/**
 * Lists the source buckets with a folder below the destination prefix, page by page. Costs one listing per 1000 accounts, and one
 * per account and 1000 buckets.
 *
 * @param after last finished bucket of an earlier run; `undefined` to start at the beginning
 */
export async function* bucketFolders(
  { destinationPrefix }: Pick<ReconcileScope, 'destinationPrefix'>,
  { folders }: Pick<ReconcileSteps, 'folders'>,
  after: Position | undefined,
): AsyncIterable<BucketFolder[]> {
  const name = (path: string, above: string) => path.slice(above.length, -1);
  const top = `${destinationPrefix}/`;
  for await (const accounts of folders(top)) {
    for (const accountFolder of accounts) {
      const account = name(accountFolder, top);
      if (!/^\d{12}$/.test(account) || (after !== undefined && account < after.account)) continue;
      for await (const buckets of folders(accountFolder)) {
        const page = buckets.map((folder) => ({ account, bucket: name(folder, accountFolder) }));
        // S3 sorts whole folders: `a-b/` comes before `a/`, though "a" comes before "a-b".
        yield page.filter(({ bucket }) => account !== after?.account || `${bucket}/` > `${after.bucket}/`);
      }
    }
  }
}
