/**
 * The Glue Data Catalog as this project uses it. Inputs keep Glue's own spelling, so that they can be compared with what
 * the service shows.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html
 */
export interface GlueColumn {
  Name: string;
  Type: string;
}

/** The location and format of the rows. Nothing is inherited from the table: each partition has its own. */
export interface StorageDescriptor {
  Columns: GlueColumn[];
  /** Ends in `/`. */
  Location: string;
  InputFormat: string;
  OutputFormat: string;
  SerdeInfo: { SerializationLibrary: string; Parameters: Record<string, string> };
}

/** A table to create, or its new state. `UpdateTable` replaces the whole table. */
export interface TableInput {
  Name: string;
  Description?: string | undefined;
  TableType?: string | undefined;
  /** The statement of a view, as Athena reads it. */
  ViewOriginalText?: string | undefined;
  ViewExpandedText?: string | undefined;
  Parameters?: Record<string, string> | undefined;
  PartitionKeys: GlueColumn[];
  StorageDescriptor: StorageDescriptor;
}

/** An index by which Glue finds partitions without reading all of them. */
export interface PartitionIndex {
  IndexName: string;
  Keys: string[];
}

/** A partition to create, or its new state. */
export interface PartitionInput {
  /** In the order of the table's partition keys. */
  Values: string[];
  StorageDescriptor: StorageDescriptor;
  Parameters: Record<string, string>;
}

/** A table that the catalog holds. */
export interface CatalogTable {
  /** All that `UpdateTable` must be given back, including settings that others have made. */
  readonly input: TableInput;
  /** The version that was read. An update names it, and fails if the table has another version by then. */
  readonly version: string | undefined;
}

/** A partition that the catalog holds. */
export interface CatalogPartition {
  readonly values: readonly string[];
  readonly location: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Selects partitions of a Region's table. */
export interface RegionalFilter {
  /** At least one, and at most as many as a group of `bucketGroups`. */
  readonly buckets: readonly string[];
  /** Takes only reports with a later `dt`; for a history table. */
  readonly after?: string;
}

/** A filter for the partitions of a table of the asset register. */
export interface AssetRegisterFilter {
  readonly region: string;
  /** All buckets where absent; else as in `RegionalFilter`. */
  readonly buckets?: readonly string[];
}

export type PartitionFilter = RegionalFilter | AssetRegisterFilter;

/** Glue's error for one entry of a batch call that succeeded as a whole. */
export interface EntryFailure {
  readonly values: readonly string[];
  /** Glue's error name, e.g. `AlreadyExistsException`. */
  readonly code: string;
  readonly message: string;
}

/** The result of writing a table. `conflict`: another writer was faster, so the table has to be read again. */
export type TableWrite = 'done' | 'conflict';

/** The most entries that one call takes. @see https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html */
export const BATCH_LIMITS = { get: 1000, create: 100, update: 100, delete: 25 } as const;

/** One Glue database. Every method is one call, and throws `AwsCallError` if AWS refuses the whole call. */
export interface Catalog {
  readonly database: string;
  /** All tables and views of the database, in any order; one call for some hundred. */
  readTables(): Promise<CatalogTable[]>;
  /** `undefined` where there is no such table, or no such database. */
  readTable(name: string): Promise<CatalogTable | undefined>;
  createTable(input: TableInput, indexes: PartitionIndex[]): Promise<TableWrite>;
  /** @param version the version that was read; a table that has another version by now is not changed */
  updateTable(input: TableInput, version: string | undefined): Promise<TableWrite>;
  /** Those of at most 1000 partitions that exist, in any order. */
  readPartitions(table: string, values: readonly (readonly string[])[]): Promise<CatalogPartition[]>;
  /** The partitions that match, or all of them: a page a call, as Glue makes them. None where there is no such table. */
  partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]>;
  /** Creates at most 100 partitions; returns those that failed. */
  createPartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]>;
  /** Replaces at most 100 partitions by their values; returns those that failed. */
  updatePartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]>;
  /** Drops at most 25 partitions; returns those that failed. A partition that does not exist is a failure, too. */
  deletePartitions(table: string, values: readonly (readonly string[])[]): Promise<EntryFailure[]>;
}

/** A partition's values as one text, as a key of maps. Different values give different texts. */
export const valuesKey = (values: readonly string[]) => JSON.stringify(values);
