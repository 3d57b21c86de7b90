import { createHash } from 'node:crypto';
import { AwsCallError } from '../../../core/errors';
import type { FoundReport } from '../../../core/asset-register/found-report';
import type { ReportFiles } from '../../../core/report/manifest';
import type { ReportKey } from '../../../core/report/report-key';
import { DAY } from '../../../core/text/time';

/** An object in the destination bucket. */
interface DatedObject {
  /** Epoch milliseconds. */
  readonly created: number;
  /** Content; empty for a data file, whose content is made when it is downloaded. */
  readonly text: string;
}

const STAMP_FOLDER = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z)\/manifest\.(json|checksum)$/;

/** A destination bucket in memory. Each object appears and expires by its own creation time. */
export class DatedBucket {
  /** Epoch milliseconds: objects of a later creation time are not there yet. */
  now = 0;
  /** The objects below each folder of one bucket's reports, by key. */
  private readonly folders = new Map<string, Map<string, DatedObject>>();

  /** @param folder folder of the source bucket's reports, see `ReportKey` */
  put(folder: string, key: string, object: DatedObject): void {
    const objects = this.folders.get(folder) ?? new Map<string, DatedObject>();
    this.folders.set(folder, objects);
    objects.set(key, object);
  }

  /** Removes what the lifecycle rule removes at this midnight: every object whose creation is so many days ago. */
  expire(midnight: number, lifecycleDays: number): void {
    for (const [folder, objects] of this.folders) {
      for (const [key, { created }] of objects) if (created + lifecycleDays * DAY <= midnight) objects.delete(key);
      if (objects.size === 0) this.folders.delete(folder);
    }
  }

  has = (folder: string, key: string) => this.visible(this.folders.get(folder)?.get(key)) !== undefined;

  /** The content of an object; `undefined` where there is none. */
  text = (folder: string, key: string) => this.visible(this.folders.get(folder)?.get(key))?.text;

  read({ folder, manifestKey, checksumKey }: ReportKey): ReportFiles {
    const manifest = this.visible(this.folders.get(folder)?.get(manifestKey));
    const checksum = this.visible(this.folders.get(folder)?.get(checksumKey));
    if (manifest === undefined || checksum === undefined)
      throw new AwsCallError('GetObject', { resource: manifestKey }, 'NoSuchKey', 'no');
    return {
      manifest: manifest.text,
      manifestMd5: md5(manifest.text),
      checksum: checksum.text,
      completeSince: checksum.created,
    };
  }

  /** Folders directly below a folder, in S3's order. */
  below(folder: string): string[] {
    const names = new Set<string>();
    for (const [reports, objects] of this.folders) {
      if (!reports.startsWith(folder) && !folder.startsWith(reports)) continue;
      for (const [key, object] of objects) {
        if (!key.startsWith(folder) || this.visible(object) === undefined) continue;
        const [name = '', ...rest] = key.slice(folder.length).split('/');
        if (rest.length > 0) names.add(`${folder}${name}/`);
        // All objects of the folder share this part of their keys.
        if (reports.length > folder.length) break;
      }
    }
    return [...names].sort();
  }

  /** Keys of all objects below a folder. */
  keysBelow(folder: string): Set<string> {
    const keys = new Set<string>();
    for (const [reports, objects] of this.folders) {
      if (!folder.startsWith(reports)) continue;
      for (const [key, object] of objects)
        if (key.startsWith(folder) && this.visible(object) !== undefined) keys.add(key);
    }
    return keys;
  }

  /** The reports in a folder, found by their control files, oldest first. */
  reportsIn(folder: string): FoundReport[] {
    const found = new Map<string, FoundReport>();
    for (const [key, object] of this.folders.get(folder) ?? []) {
      const [, stamp, file] = STAMP_FOLDER.exec(key.slice(folder.length)) ?? [];
      if (stamp === undefined || this.visible(object) === undefined) continue;
      const completeSince = file === 'checksum' ? object.created : found.get(stamp)?.completeSince;
      const dt = stamp.replace('T', '-').replace('Z', '');
      found.set(stamp, {
        stamp,
        completeSince,
        hasSymlink: this.has(folder, `${folder}hive/dt=${dt}/symlink.txt`),
      });
    }
    return [...found.values()].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
  }

  private visible = (object: DatedObject | undefined) =>
    object !== undefined && object.created <= this.now ? object : undefined;
}

/** The hex MD5 of a text. */
export const md5 = (text: string) => createHash('md5').update(text).digest('hex');
