/** A report that lies in a bucket's folder. */
export interface FoundReport {
  /** Name of its manifest's folder: `2016-11-06T21-32Z`. */
  readonly stamp: string;
  /** When `manifest.checksum` was written: epoch milliseconds; `undefined` where it is not there yet. */
  readonly completeSince: number | undefined;
}
