/** A report that was found in the folder of its source bucket. */
export interface FoundReport {
  /** Name of the manifest's folder: `2016-11-06T21-32Z`. */
  readonly stamp: string;
  /** Time of `manifest.checksum` in epoch milliseconds; `undefined` while it does not exist. */
  readonly completeSince: number | undefined;
  /** False where the file that names its data files is gone; a report that S3 still writes may lack it, too. */
  readonly hasSymlink: boolean;
}
