import { Orgs3Error } from '../errors';

/** An object, or a folder where the key ends in `/`. */
export interface S3Location {
  readonly bucket: string;
  /** Not URL-encoded. */
  readonly key: string;
}

/**
 * Reads `s3://bucket/key`.
 *
 * @param where source of the text, for the message
 * @throws Orgs3Error where the text has another form
 */
export function parseS3Uri(uri: string, where: string): S3Location {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new Orgs3Error(`${where} holds ${JSON.stringify(uri)}, which is not of the form s3://bucket/key.`, {
      next: 'Find out which program wrote it: S3 itself writes one s3:// address per line.',
    });
  }
  return { bucket, key };
}

/**
 * Reads the data files in a report's `symlink.txt`: one `s3://bucket/key` per line, with or without a final line break.
 *
 * @param where address of the file, for the message
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function parseSymlink(text: string, where: string): S3Location[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => parseS3Uri(line, where));
}
