import type { GlueClient } from '@aws-sdk/client-glue';
import type { CatalogPartition, CatalogTable } from '../../core/catalog/catalog';
import { Orgs3Error } from '../../core/errors';
import { DATABASE } from '../../core/names/names';
import type { AwsAccess } from './client-options';
import { glueClient, GlueDatabase } from './glue-database';

/** A table as a query reads it. */
export interface QueryTable {
  readonly name: string;
  /** In the table's order, with Glue's names of types; without the partition columns. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Names of the partition columns, all of type string; none where the table has no partitions. */
  readonly partitionKeys: readonly string[];
  /** `s3://bucket/folder/`: for a table without partitions, the folder of its `symlink.txt`. */
  readonly location: string;
  /** Class that reads the data, e.g. `org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe`. */
  readonly serde: string;
}

/** Reads tables and partitions of one Region's catalog, for queries. */
export interface CatalogReader {
  /** Reads all tables, views among them; one call for some hundred. */
  readTables(signal: AbortSignal): Promise<QueryTable[]>;
  /** Reads every partition of a table; each has a location. */
  readPartitions(name: string, signal: AbortSignal): Promise<CatalogPartition[]>;
}

/** The catalog that a reader reads, and the credentials for it. */
export interface CatalogAccess extends AwsAccess {
  /** 12 digits; without it, the catalog of the credentials' own account. */
  readonly account?: string;
  /** Default: that of a Region's tables, `s3_inventory`. */
  readonly database?: string;
}

/**
 * A reader of one database in one Region.
 *
 * @returns a reader whose calls throw `AwsCallError`, and `Orgs3Error` for a partition without a location
 */
export function catalogReader(access: CatalogAccess, glue: GlueClient = glueClient(access)): CatalogReader {
  const { region, account, database: name = DATABASE } = access;
  const database = new GlueDatabase(glue, {
    region,
    database: name,
    ...(account === undefined ? {} : { catalogId: account }),
  });
  return {
    async readTables(signal) {
      return (await database.readTables(signal)).map(queryTable);
    },
    async readPartitions(table, signal) {
      const partitions: CatalogPartition[] = [];
      for await (const page of database.partitionPages(table, { signal }))
        for (const partition of page) partitions.push(located(`table ${name}.${table}`, partition));
      return partitions;
    },
  };
}

function queryTable({ input: { Name, PartitionKeys, StorageDescriptor } }: CatalogTable): QueryTable {
  return {
    name: Name,
    columns: StorageDescriptor.Columns.map((column) => ({ name: column.Name, type: column.Type || 'string' })),
    partitionKeys: PartitionKeys.map((key) => key.Name),
    location: StorageDescriptor.Location,
    serde: StorageDescriptor.SerdeInfo.SerializationLibrary,
  };
}

function located(table: string, partition: CatalogPartition): CatalogPartition {
  if (partition.location !== '') return partition;
  throw new Orgs3Error(`Partition ${partition.values.join('/')} of ${table} has no location.`, {
    next: 'Drop the partition in the Glue catalog, and register its report again.',
  });
}
