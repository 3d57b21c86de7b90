import { COPIES_FOLDER } from '../../../core/names/names';
import type { CopyStore, FileCopy } from '../../../core/asset-register/copy-report';

export const COPIES_BUCKET = 's3inventory-register-eu-west-1-222222222222';

/** The register's bucket in memory. */
export class FakeCopies implements CopyStore {
  readonly bucket = COPIES_BUCKET;
  readonly objects = new Map<string, { readonly size: number; readonly text?: string }>();
  readonly calls: string[] = [];
  /** Keys written more than a day ago. */
  readonly old = new Set<string>();

  /** @param turn awaited before each call: rejects where the process is killed there */
  constructor(private readonly turn: () => Promise<void> = () => Promise.resolve()) {}

  /** The same bucket, seen by another process. */
  seenWith(turn: () => Promise<void>): FakeCopies {
    const other = new FakeCopies(turn);
    return Object.assign(other, { objects: this.objects, old: this.old, calls: this.calls });
  }

  async exists(key: string): Promise<boolean> {
    await this.turn();
    this.calls.push(`exists ${key}`);
    return this.objects.has(key);
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

  /** The `dt` of the copies in a folder, as `reconcile-register` lists them. */
  dts = (folder: string): Promise<ReadonlySet<string>> =>
    Promise.resolve(
      new Set(
        [...this.objects.keys()].flatMap((key) =>
          key.startsWith(folder) ? [key.slice(`${folder}dt=`.length).split('/')[0] ?? ''] : [],
        ),
      ),
    );

  /** Files that a location's `symlink.txt` names, or `undefined` where there is none: what Athena reads. */
  filesAt(location: string): { readonly file: string; readonly there: boolean }[] | undefined {
    const symlink = this.objects.get(`${location.slice(`s3://${COPIES_BUCKET}/`.length)}symlink.txt`);
    return symlink?.text
      ?.trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((file) => ({ file, there: this.objects.has(file.slice(`s3://${COPIES_BUCKET}/`.length)) }));
  }

  /** Lifecycle: what names the copies of a day is gone. */
  expire(dt: string): void {
    for (const key of this.objects.keys())
      if (key.startsWith(COPIES_FOLDER) && key.includes(`/dt=${dt}/`)) this.objects.delete(key);
  }
}
