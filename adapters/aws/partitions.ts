import {
  EntityNotFoundException,
  GetTableCommand,
  GlueClient,
  paginateGetPartitions,
  type Partition,
  type Table,
} from '@aws-sdk/client-glue';
import { Orgs3Error } from '../../core/errors';
import { DATABASE } from '../../core/names/names';
import { type AwsAccess, awsCallError, clientOptions } from './aws';

/** A table as the Glue catalog has it. */
export interface CatalogTable {
  readonly name: string;
  /** In the table's order, with Glue's names of types; without the partition columns. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Names of the partition columns, all of type string; none where the table has no partitions. */
  readonly partitionKeys: readonly string[];
  /** `s3://bucket/folder/`: of a table without partitions, where its `symlink.txt` is. */
  readonly location: string;
  /** Class that reads the data, e.g. `org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe`. */
  readonly serde: string;
}

/** A partition of a table. */
export interface CatalogPartition {
  /** One per partition key. */
  readonly values: readonly string[];
  /** `s3://bucket/folder/`, where `symlink.txt` is. */
  readonly location: string;
  /** Absent where it has none. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Reads tables and partitions of one Region's catalog. */
export interface CatalogReader {
  /** The table, or undefined where there is none. */
  readTable(name: string, signal: AbortSignal): Promise<CatalogTable | undefined>;
  /** Every partition of a table. */
  readPartitions(name: string, signal: AbortSignal): Promise<CatalogPartition[]>;
}

/** Whose catalog is read. */
export interface CatalogAccess extends AwsAccess {
  /** 12 digits; without it, the catalog of the credentials' own account. */
  readonly account?: string;
  /** Default: that of a Region's tables, `s3_inventory`. */
  readonly database?: string;
}

/** A reader of one database in one Region; its calls throw `AwsCallError`. */
export function catalogReader(access: CatalogAccess, glue = new GlueClient(clientOptions(access))): CatalogReader {
  const { region, account, database: name = DATABASE } = access;
  const tableIn = (table: string) => `table ${name}.${table}`;
  const database = { DatabaseName: name, ...(account === undefined ? {} : { CatalogId: account }) };
  return {
    async readTable(table, signal) {
      try {
        const request = new GetTableCommand({ ...database, Name: table });
        const { Table } = await glue.send(request, { abortSignal: signal });
        return Table === undefined ? undefined : catalogTable(table, Table);
      } catch (error) {
        if (error instanceof EntityNotFoundException) return undefined;
        throw awsCallError('GetTable', { region, resource: tableIn(table) }, error);
      }
    },
    async readPartitions(table, signal) {
      const partitions: CatalogPartition[] = [];
      const request = { ...database, TableName: table, ExcludeColumnSchema: true };
      try {
        for await (const page of paginateGetPartitions({ client: glue }, request, { abortSignal: signal })) {
          for (const partition of page.Partitions ?? []) partitions.push(catalogPartition(tableIn(table), partition));
        }
      } catch (error) {
        if (error instanceof Orgs3Error) throw error;
        throw awsCallError('GetPartitions', { region, resource: tableIn(table) }, error);
      }
      return partitions;
    },
  };
}

function catalogTable(name: string, { StorageDescriptor, PartitionKeys = [] }: Table): CatalogTable {
  const columns = StorageDescriptor?.Columns ?? [];
  return {
    name,
    columns: columns.map((column) => ({ name: column.Name ?? '', type: column.Type ?? 'string' })),
    partitionKeys: PartitionKeys.map((key) => key.Name ?? ''),
    location: StorageDescriptor?.Location ?? '',
    serde: StorageDescriptor?.SerdeInfo?.SerializationLibrary ?? '',
  };
}

function catalogPartition(table: string, { Values = [], StorageDescriptor, Parameters }: Partition): CatalogPartition {
  const location = StorageDescriptor?.Location;
  if (location === undefined) {
    throw new Orgs3Error(`Partition ${Values.join('/')} of ${table} has no location.`, {
      next: 'Drop the partition in the Glue catalog, and register its report again.',
    });
  }
  return { values: Values, location, ...(Parameters === undefined ? {} : { parameters: Parameters }) };
}
