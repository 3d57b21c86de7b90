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

/** Where and how the rows lie. Nothing of it is inherited: each partition carries its own. */
export interface StorageDescriptor {
  Columns: GlueColumn[];
  /** Ends in `/`. */
  Location: string;
  InputFormat: string;
  OutputFormat: string;
  SerdeInfo: { SerializationLibrary: string; Parameters: Record<string, string> };
}

/** A table to create, or its new state: `UpdateTable` replaces the whole. */
export interface TableInput {
  Name: string;
  Description?: string | undefined;
  TableType?: string | undefined;
  /** Of a view: what Athena reads. */
  ViewOriginalText?: string | undefined;
  ViewExpandedText?: string | undefined;
  Parameters?: Record<string, string> | undefined;
  PartitionKeys: GlueColumn[];
  StorageDescriptor: StorageDescriptor;
}

/** Lets Glue find partitions by some of their keys without reading all of them. */
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
  /** Everything that `UpdateTable` must be given back, also what others have set. */
  readonly input: TableInput;
  /** The state that was read; an update names it, and fails where somebody else was faster. */
  readonly version: string | undefined;
}

/** A partition that the catalog holds. */
export interface CatalogPartition {
  readonly values: readonly string[];
  readonly location: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A partition with all that another one needs to show the same report. */
export interface StoredPartition extends CatalogPartition {
  readonly descriptor: StorageDescriptor;
}

/** Which partitions of a Region's table are asked for. */
export interface RegionalFilter {
  /** At least one, and no more than `bucketGroups` puts together. */
  readonly buckets: readonly string[];
  /** Only reports whose `dt` is later; for a history table. */
  readonly after?: string;
}

/** Which partitions of a table of the asset register are asked for. */
export interface AssetRegisterFilter {
  readonly region: string;
  /** Without them, those of all buckets; else as for a Region's table. */
  readonly buckets?: readonly string[];
}

export type PartitionFilter = RegionalFilter | AssetRegisterFilter;

/** Glue's answer for one entry of a batch that otherwise succeeded. */
export interface EntryFailure {
  readonly values: readonly string[];
  /** Glue's error name, e.g. `AlreadyExistsException`. */
  readonly code: string;
  readonly message: string;
}

/** What became of a table that was written: `conflict` where another one was faster; read it again. */
export type TableWrite = 'done' | 'conflict';

/** How many entries one call takes. @see https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html */
export const BATCH_LIMITS = { get: 1000, create: 100, update: 100, delete: 25 } as const;

/** One Glue database; every method is one call. All of them throw `AwsCallError` where AWS refuses the whole call. */
export interface Catalog {
  readonly database: string;
  /** `undefined` where there is no such table, or no such database. */
  readTable(name: string): Promise<CatalogTable | undefined>;
  createTable(input: TableInput, indexes: PartitionIndex[]): Promise<TableWrite>;
  /** @param version what was read; the table is left alone where it has another one by now */
  updateTable(input: TableInput, version: string | undefined): Promise<TableWrite>;
  /** Those of at most 1000 partitions that exist, in any order. */
  readPartitions(table: string, values: readonly (readonly string[])[]): Promise<StoredPartition[]>;
  /** The partitions that match, or all of them: a page a call, as Glue makes them. None where there is no such table. */
  partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]>;
  /** Creates at most 100 partitions; returns those that failed. */
  createPartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]>;
  /** Replaces at most 100 partitions by their values; returns those that failed. */
  updatePartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]>;
  /** Drops at most 25 partitions; returns those that failed, also where one was not there. */
  deletePartitions(table: string, values: readonly (readonly string[])[]): Promise<EntryFailure[]>;
}

/** A partition's values as one text, for maps: no two lists of values have the same. */
export const valuesKey = (values: readonly string[]) => JSON.stringify(values);
