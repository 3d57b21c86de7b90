import type { InventoryConfiguration } from '@aws-sdk/client-s3';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { OPTIONAL_FIELDS } from '../../core/report/fields';
import type { StoredObject } from '../../sandbox/object-store';
import { fileSchema, parquetFile } from '../../sandbox/report-parquet';
import { reportFields, reportRows } from '../../sandbox/report-rows';

const configuration: InventoryConfiguration = {
  Id: 'inventory',
  IsEnabled: true,
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency: 'Daily' },
  Destination: undefined,
  OptionalFields: ['EncryptionStatus', 'Size', 'LastModifiedDate'],
};
const stored: StoredObject = {
  key: 'a b/ü=1.txt',
  versionId: 'null',
  isLatest: true,
  isDeleteMarker: false,
  lastModified: '2024-05-07T01:02:03.456Z',
  size: 12,
  eTag: 'd41d8cd98f00b204e9800998ecf8427e-2',
  storageClass: 'STANDARD_IA',
  encryption: 'aws:kms',
  bucketKeyEnabled: true,
};
const marker: StoredObject = {
  key: 'gone.txt',
  versionId: 'v2',
  isLatest: true,
  isDeleteMarker: true,
  lastModified: '2024-05-07T01:02:03.456Z',
};

describe('reportRows', () => {
  it('lists the configured fields in the order of S3’s columns', () => {
    const [row] = reportRows('bucket', configuration, [stored]);

    expect(Object.keys(row ?? {})).toEqual(['bucket', 'key', 'size', 'last_modified_date', 'encryption_status']);
    expect(row).toEqual({
      bucket: 'bucket',
      key: 'a b/ü=1.txt',
      size: 12n,
      last_modified_date: new Date('2024-05-07T01:02:03.456Z'),
      encryption_status: 'SSE-KMS',
    });
  });

  it('omits delete markers and earlier versions for Current', () => {
    const earlier = { ...stored, key: 'b', isLatest: false };

    expect(reportRows('bucket', configuration, [stored, earlier, marker])).toHaveLength(1);
  });

  it('lists every version with its flags, and a delete marker without size, for All', () => {
    const rows = reportRows('bucket', { ...configuration, IncludedObjectVersions: 'All' }, [stored, marker]);

    expect(rows).toMatchObject([
      { version_id: '', is_latest: true, is_delete_marker: false, size: 12n },
      { version_id: 'v2', is_latest: true, is_delete_marker: true, size: null, encryption_status: null },
    ]);
  });

  it('lists only keys below the prefix filter', () => {
    const filtered = { ...configuration, Filter: { Prefix: 'a b/' } };

    expect(reportRows('bucket', filtered, [stored, { ...stored, key: 'a/b' }])).toHaveLength(1);
  });
});

describe('parquetFile', () => {
  const all: InventoryConfiguration = {
    ...configuration,
    IncludedObjectVersions: 'All',
    OptionalFields: [...OPTIONAL_FIELDS],
  };
  const fields = reportFields(all);
  const file = parquetFile(fields, reportRows('bucket', all, [stored, marker]));
  const buffer = new Uint8Array(file).buffer;

  it('writes the message type, names, types and repetition of the official schema', () => {
    const [root, ...columns] = parquetMetadata(buffer).schema;
    const spelt = columns.map(({ name, type, repetition_type, logical_type }) => [
      name,
      repetition_type,
      type,
      logical_type,
    ]);

    expect(root).toMatchObject({ name: 's3.inventory', num_children: 20 });
    expect(spelt).toContainEqual(['bucket', 'REQUIRED', 'BYTE_ARRAY', { type: 'STRING' }]);
    expect(spelt).toContainEqual(['key', 'REQUIRED', 'BYTE_ARRAY', { type: 'STRING' }]);
    expect(spelt).toContainEqual(['is_latest', 'OPTIONAL', 'BOOLEAN', undefined]);
    expect(spelt).toContainEqual(['size', 'OPTIONAL', 'INT64', undefined]);
    expect(spelt).toContainEqual([
      'last_modified_date',
      'OPTIONAL',
      'INT64',
      { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    ]);
  });

  it('compresses with snappy', () => {
    const codecs = parquetMetadata(buffer).row_groups.flatMap(({ columns }) =>
      columns.map(({ meta_data }) => meta_data?.codec),
    );

    expect(new Set(codecs)).toEqual(new Set(['SNAPPY']));
  });

  it('keeps every value, also those of a delete marker', async () => {
    expect(await parquetReadObjects({ file: buffer })).toMatchObject([
      {
        key: 'a b/ü=1.txt',
        size: 12n,
        last_modified_date: new Date('2024-05-07T01:02:03.456Z'),
        is_multipart_uploaded: true,
        bucket_key_status: 'ENABLED',
      },
      { key: 'gone.txt', size: null, e_tag: null, is_delete_marker: true },
    ]);
  });

  it('has a schema in the manifest that is spelt as S3 does, with two spaces before each column', () => {
    expect(fileSchema(reportFields(configuration))).toBe(
      'message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);' +
        '  optional int64 size;  optional int64 last_modified_date (TIMESTAMP(MILLIS,true));' +
        '  optional binary encryption_status (STRING);}',
    );
  });

  it('can be a file without rows', async () => {
    const empty = new Uint8Array(parquetFile(fields, [])).buffer;

    expect(parquetMetadata(empty).num_rows).toBe(0n);
    expect(await parquetReadObjects({ file: empty })).toEqual([]);
  });
});
