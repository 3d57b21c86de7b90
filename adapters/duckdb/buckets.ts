import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBAppender, DuckDBTimestampValue, MAP, mapValue, VARCHAR } from '@duckdb/node-api';
import type { BucketRow } from '../../core/publish/bucket-rows';
import { BUCKET_COLUMNS } from '../../core/publish/buckets-table';
import { quoteName, quoteText, withDuckdb } from './session';
import { duckdbType } from './tables';
import { withTemporaryFolder } from './temporary-folder';

/** Writes rows of the table `buckets` to one Parquet file, in their order, and returns its bytes. */
export async function bucketsParquet(rows: readonly BucketRow[], signal: AbortSignal): Promise<Uint8Array> {
  return withTemporaryFolder('orgs3-publish-', async (folder) => {
    const file = join(folder, 'buckets.parquet');
    await withDuckdb({ folder, signal }, async ({ connection, run }) => {
      const columns = BUCKET_COLUMNS.map(({ name, type }) => `${quoteName(name)} ${duckdbType('buckets', name, type)}`);
      await run(`CREATE TABLE buckets (${columns.join(', ')})`);
      const appender = await connection.createAppender('buckets', 's3_inventory', 'awsdatacatalog');
      for (const row of rows) appendRow(appender, row);
      appender.closeSync();
      await run(`COPY buckets TO ${quoteText(file)} (FORMAT parquet)`);
    });
    return readFile(file);
  });
}

/** Appends a row's values in the order of `BUCKET_COLUMNS`. */
function appendRow(appender: DuckDBAppender, row: BucketRow): void {
  const { account, accountName, accountState, organizationalUnit, region, bucket, created, tags, inventoried } = row;
  for (const text of [account, accountName, accountState, organizationalUnit, region, bucket])
    appender.appendVarchar(text);
  const moment = created === undefined ? NaN : Date.parse(created);
  if (Number.isNaN(moment)) appender.appendNull();
  else appender.appendTimestamp(new DuckDBTimestampValue(BigInt(moment) * 1000n));
  if (tags === undefined) appender.appendNull();
  else
    appender.appendMap(mapValue(Object.entries(tags).map(([key, value]) => ({ key, value }))), MAP(VARCHAR, VARCHAR));
  appender.appendBoolean(inventoried);
  appender.endRow();
}
