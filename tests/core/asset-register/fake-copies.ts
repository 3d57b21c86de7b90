import { COPIES_FOLDER } from '../../../core/names/names';
import type { CopyStore, FileCopy } from '../../../core/asset-register/copy-report';

export const COPIES_BUCKET = 's3inventory-register-eu-west-1-222222222222';

/** The asset register's bucket of copies in memory. */
export class FakeCopies implements CopyStore {
  readonly bucket = COPIES_BUCKET;
  readonly objects = new Map<string, { readonly size: number; readonly text?: string }>();
  readonly calls: string[] = [];
  /** Keys that were written more than a day ago. */
  readonly old = new Set<string>();

  /** @param turn awaited before each call: it rejects if the process is killed at this call */
  constructor(private readonly turn: () => Promise<void> = () => Promise.resolve()) {}

  /** Returns the same bucket as another process sees it. */
  seenWith(turn: () => Promise<void>): FakeCopies {
    const other = new FakeCopies(turn);
    return Object.assign(other, { objects: this.objects, old: this.old, calls: this.calls });
  }

  async exists(key: string): Promise<boolean> {
    await this.turn();
    this.calls.push(`exists ${key}`);
    return this.objects.has(key);
  }

  async sizesBelow(folder: string): Promise<ReadonlyMap<string, number>> {
    await this.turn();
    this.calls.push(`sizes ${folder}`);
    const there = [...this.objects].filter(([key]) => key.startsWith(folder));
    return new Map(there.map(([key, { size }]) => [key, size]));
  }

  async recent(folder: string): Promise<ReadonlyMap<string, number>> {
    await this.turn();
    this.calls.push(`recent ${folder}`);
    const there = [...this.objects].filter(([key]) => key.startsWith(folder) && !this.old.has(key));
    return new Map(there.map(([key, { size }]) => [key, size]));
  }

  async copy({ source, key }: FileCopy): Promise<void> {
    await this.turn();
    this.calls.push(`copy ${source.key}`);
    this.objects.set(key, { size: source.size });
    this.old.delete(key);
  }

  async write(key: string, text: string): Promise<void> {
    await this.turn();
    this.calls.push(`write ${key}`);
    this.objects.set(key, { size: text.length, text });
  }

  /** Lists the `dt` of the copies in a folder, as `reconcile-register` does. */
  dts = (folder: string): Promise<ReadonlySet<string>> =>
    Promise.resolve(
      new Set(
        [...this.objects.keys()].flatMap((key) =>
          key.startsWith(folder) ? [key.slice(`${folder}dt=`.length).split('/')[0] ?? ''] : [],
        ),
      ),
    );

  /** Returns the keys that the `symlink.txt` at a location names, as `reconcile-register` reads them. */
  named = (location: string): Promise<string[] | undefined> =>
    Promise.resolve(this.filesAt(location)?.map(({ file }) => file.slice(`s3://${COPIES_BUCKET}/`.length)));

  /** Returns the files that Athena reads at a location: those in `symlink.txt`; `undefined` if there is no `symlink.txt`. */
  filesAt(location: string): { readonly file: string; readonly there: boolean }[] | undefined {
    const symlink = this.objects.get(`${location.slice(`s3://${COPIES_BUCKET}/`.length)}symlink.txt`);
    return symlink?.text
      ?.trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((file) => ({ file, there: this.objects.has(file.slice(`s3://${COPIES_BUCKET}/`.length)) }));
  }

  /** Removes the `symlink.txt` of a copy, as a lifecycle rule does. */
  expire(dt: string): void {
    for (const key of this.objects.keys())
      if (key.startsWith(COPIES_FOLDER) && key.includes(`/dt=${dt}/`)) this.objects.delete(key);
  }
}
