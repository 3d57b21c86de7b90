import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Chain } from '../../sandbox/chain';
import { storedObjects } from '../../sandbox/object-store';
import { bucketsOf } from '../../sandbox/organization';

/** A row of `inventory_latest` that a query has to return. */
export interface ExpectedRow {
  readonly region: string;
  readonly bucketname: string;
  readonly key: string;
  readonly size: number;
  readonly storage_class: string;
  readonly encryption_status: string;
  readonly e_tag: string;
  readonly is_multipart_uploaded: boolean;
  /** In the format of `orgs3 query`: UTC, milliseconds. */
  readonly last_modified_date: string;
}

const ENCRYPTION: Readonly<Record<string, string>> = {
  AES256: 'SSE-S3',
  'aws:kms': 'SSE-KMS',
  'aws:kms:dsse': 'DSSE-KMS',
};

/** All current objects of the emulated buckets, as rows of an answer; sorted by `byPlace`. */
export async function expectedRows({ clients, organization }: Chain): Promise<ExpectedRow[]> {
  const rows: ExpectedRow[] = [];
  for (const { name, region } of bucketsOf(organization)) {
    const current = (await storedObjects(clients.endpoint, name)).filter((o) => o.isLatest && !o.isDeleteMarker);
    for (const { key, size = -1, storageClass = '', encryption, eTag = '', lastModified } of current) {
      rows.push({
        region,
        bucketname: name,
        key,
        size,
        storage_class: storageClass,
        encryption_status: ENCRYPTION[encryption ?? ''] ?? 'NOT-SSE',
        e_tag: eTag,
        is_multipart_uploaded: eTag.includes('-'),
        last_modified_date: lastModified.replace('T', ' ').replace('Z', ''),
      });
    }
  }
  return rows.sort(byPlace);
}

/** Compares rows by bucket and key. */
export const byPlace = (a: Pick<ExpectedRow, 'bucketname' | 'key'>, b: Pick<ExpectedRow, 'bucketname' | 'key'>) => {
  const [left, right] = [`${a.bucketname}/${a.key}`, `${b.bucketname}/${b.key}`];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Lists a bucket by the S3 API: key, size and storage class, sorted by key. */
export async function listedByS3({ clients }: Chain, account: string, region: string, Bucket: string) {
  const pages = paginateListObjectsV2({ client: clients.s3({ account, region }) }, { Bucket, EncodingType: 'url' });
  const listed: { key: string; size: number; storage_class: string }[] = [];
  for await (const { Contents = [] } of pages) {
    for (const { Key = '', Size = -1, StorageClass = '' } of Contents) {
      listed.push({ key: decodeURIComponent(Key), size: Size, storage_class: StorageClass });
    }
  }
  return listed.sort((a, b) => (a.key < b.key ? -1 : 1));
}
