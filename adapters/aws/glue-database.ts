import {
  BatchGetPartitionCommand,
  GetTableCommand,
  GlueClient,
  paginateGetPartitions,
  paginateGetTables,
} from '@aws-sdk/client-glue';
import type { CatalogPartition, CatalogTable, PartitionFilter } from '../../core/catalog/catalog';
import { AwsCallError } from '../../core/errors';
import { abortedBy, awsCall, awsCallError, type AwsCall, awsPages } from './aws-call';
import { type AwsAccess, clientOptions, withoutCallLog } from './client-options';
import { catalogPartition, catalogTable, expressionOf } from './glue-entries';

/** A database's place. */
export interface DatabasePlace {
  /** Owner of the database, for errors: 12 digits. */
  readonly account?: string;
  readonly region: string;
  readonly database: string;
  /** Account whose catalog is called: 12 digits. Default: that of the credentials. */
  readonly catalogId?: string;
}

/** A client of Glue in one Region. */
export const glueClient = (access: AwsAccess): GlueClient => withoutCallLog(new GlueClient(clientOptions(access)));

/** Reads tables and partitions of one database of the Glue Data Catalog. Its methods throw `AwsCallError`. */
export class GlueDatabase {
  constructor(
    private readonly glue: GlueClient,
    private readonly place: DatabasePlace,
  ) {}

  /** Reads all tables and views; none where there is no such database. */
  async readTables(signal?: AbortSignal): Promise<CatalogTable[]> {
    const tables: CatalogTable[] = [];
    const pages = paginateGetTables({ client: this.glue }, this.named(), abortedBy(signal));
    const call = { operation: 'GetTables', target: this.target(`the tables of ${this.place.database}`) };
    try {
      for await (const { TableList = [] } of awsPages(call, pages))
        tables.push(...TableList.map((table) => catalogTable(table.Name ?? '', table)));
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
    return tables;
  }

  /** Reads a table; `undefined` where there is no such table, or no such database. */
  async readTable(name: string, signal?: AbortSignal): Promise<CatalogTable | undefined> {
    const command = new GetTableCommand({ ...this.named(), Name: name });
    const call = { ...this.callOf('GetTable', name), expected: { EntityNotFoundException: undefined } };
    return awsCall<CatalogTable | undefined>(call, async () => {
      const { Table } = await this.glue.send(command, abortedBy(signal));
      return Table === undefined ? undefined : catalogTable(name, Table);
    });
  }

  /** Reads those of at most 1000 partitions that exist, in any order. */
  async readPartitions(table: string, values: readonly (readonly string[])[]): Promise<CatalogPartition[]> {
    const call = this.callOf('BatchGetPartition', table);
    const found: CatalogPartition[] = [];
    let rest = values.map((each) => ({ Values: [...each] }));
    while (rest.length > 0) {
      const command = new BatchGetPartitionCommand({ ...this.named(), TableName: table, PartitionsToGet: rest });
      const { Partitions = [], UnprocessedKeys = [] } = await awsCall(call, () => this.glue.send(command));
      found.push(...Partitions.map(catalogPartition));
      if (UnprocessedKeys.length >= rest.length)
        throw awsCallError(call.operation, call.target, new Error(`${UnprocessedKeys.length} keys stay unprocessed`));
      rest = UnprocessedKeys.map(({ Values = [] }) => ({ Values }));
    }
    return found;
  }

  /** Reads the partitions that match, or all of them, without their columns: a page a call. */
  async *partitionPages(
    table: string,
    { filter, signal }: { readonly filter?: PartitionFilter | undefined; readonly signal?: AbortSignal } = {},
  ): AsyncIterable<readonly CatalogPartition[]> {
    const request = {
      ...this.named(),
      TableName: table,
      ExcludeColumnSchema: true,
      ...(filter === undefined ? {} : { Expression: expressionOf(filter) }),
    };
    const pages = paginateGetPartitions({ client: this.glue }, request, abortedBy(signal));
    for await (const { Partitions = [] } of awsPages(this.callOf('GetPartitions', table), pages))
      yield Partitions.map(catalogPartition);
  }

  /** A call about a table. */
  callOf(operation: string, table: string): AwsCall & { readonly target: { readonly resource: string } } {
    return { operation, target: this.target(`table ${this.place.database}.${table}`) };
  }

  private target(resource: string) {
    const { account, region } = this.place;
    return { ...(account === undefined ? {} : { account }), region, resource };
  }

  private named() {
    const { database, catalogId } = this.place;
    return { DatabaseName: database, ...(catalogId === undefined ? {} : { CatalogId: catalogId }) };
  }
}

/** Tells whether Glue says that a table or a database does not exist. */
export const isNotThere = (error: unknown) => error instanceof AwsCallError && error.code === 'EntityNotFoundException';
