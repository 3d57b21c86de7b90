import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import { fakeRegion, type FakeReport } from '../../fake-region';

const KEYS = ['größe/ключ/鍵', "it's", 'back\\x41slash', ''];

const report = (bucketname: string): FakeReport => ({
  bucketname,
  dt: '2026-02-01-01-00',
  rows: KEYS.map((key) => ({ key, storage_class: 'STANDARD' })),
});

/** A data file of the report above whose texts are bytes without a note that they are UTF-8. */
function withoutAnnotation({ bucketname, rows }: FakeReport): Uint8Array {
  const columns = ['bucket', 'key', 'storage_class'];
  const schema: SchemaElement[] = [
    { name: 's3.inventory', num_children: columns.length },
    ...columns.map((name) => ({ name, type: 'BYTE_ARRAY' as const, repetition_type: 'OPTIONAL' as const })),
  ];
  const columnData = columns.map((name) => ({
    name,
    data: rows.map((row) => new TextEncoder().encode(String(row[name] ?? bucketname))),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, codec: 'SNAPPY' }));
}

describe('text columns of Parquet reports without the annotation STRING', () => {
  const [plain, annotated] = [report('plain'), report('annotated')];

  async function keysOf(...reports: FakeReport[]) {
    const region = fakeRegion(reports);
    for (const uri of region.objects.keys())
      if (uri.includes('/plain/') && uri.endsWith('.parquet')) region.objects.set(uri, withoutAnnotation(plain));
    const { answer } = await askDuckdb('SELECT bucket, bucketname, storage_class, key FROM inventory_latest', {
      region: 'eu-west-1',
      catalog: region.catalog,
      reports: region.reports,
      signal: new AbortController().signal,
    });
    return answer.rows.map((row) => row.join(' ')).sort();
  }

  const expected = (bucket: string) => KEYS.map((key) => `${bucket} ${bucket} STANDARD ${key}`);

  it('are the texts that were written', async () => {
    expect(await keysOf(plain)).toEqual(expected('plain').sort());
  });

  it('are the same beside reports with the annotation', async () => {
    expect(await keysOf(annotated, plain)).toEqual([...expected('annotated'), ...expected('plain')].sort());
    expect(await keysOf(plain, annotated)).toEqual([...expected('annotated'), ...expected('plain')].sort());
  });
});
