import type { CatalogTable, GlueColumn, StorageDescriptor, TableInput } from '../catalog/catalog';
import { glueColumns, storageDescriptor } from '../catalog/tables';
import { Orgs3Error } from '../errors';
import { BUCKETS_TABLE } from '../names/names';

/** The columns of the table `buckets`, as Glue and Athena spell their types. */
export const BUCKET_COLUMNS = [
  { name: 'account', type: 'string' },
  { name: 'account_name', type: 'string' },
  { name: 'account_state', type: 'string' },
  { name: 'organizational_unit', type: 'string' },
  { name: 'region', type: 'string' },
  { name: 'bucket', type: 'string' },
  { name: 'created', type: 'timestamp' },
  { name: 'tags', type: 'map<string,string>' },
  { name: 'inventoried', type: 'boolean' },
] as const;

/** Action on the table, and its new definition. */
export interface BucketsTablePlan {
  readonly action: 'none' | 'create' | 'update';
  readonly input: TableInput;
}

/**
 * Plans the table `buckets` over a folder that contains `symlink.txt`. Descriptions and parameters that others have set are kept.
 *
 * @param location ends in `/`
 * @throws Orgs3Error where a table of that name has partitions: it is then not ours
 */
export function planBucketsTable(existing: CatalogTable | undefined, location: string): BucketsTablePlan {
  const wanted = tableInput(location);
  if (existing === undefined) return { action: 'create', input: wanted };
  const { input } = existing;
  if (input.PartitionKeys.length > 0) {
    throw new Orgs3Error(`Table ${BUCKETS_TABLE} has partitions, so "orgs3 publish" did not create it.`, {
      next: 'Drop or rename the table, and run "orgs3 publish" again.',
    });
  }
  return isUpToDate(input.StorageDescriptor, wanted.StorageDescriptor)
    ? { action: 'none', input }
    : { action: 'update', input: { ...input, StorageDescriptor: wanted.StorageDescriptor } };
}

function isUpToDate(found: StorageDescriptor, wanted: StorageDescriptor): boolean {
  const comparable = ({ Columns, Location, InputFormat, SerdeInfo }: StorageDescriptor) =>
    JSON.stringify([
      Columns.map(({ Name, Type }: GlueColumn) => [Name, Type]),
      Location,
      InputFormat,
      SerdeInfo.SerializationLibrary,
    ]);
  return comparable(found) === comparable(wanted);
}

const tableInput = (location: string): TableInput => ({
  Name: BUCKETS_TABLE,
  Description: 'The buckets that the organization is known to have; written by "orgs3 publish"',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE' },
  PartitionKeys: [],
  StorageDescriptor: storageDescriptor('Parquet', glueColumns(BUCKET_COLUMNS), location),
});
