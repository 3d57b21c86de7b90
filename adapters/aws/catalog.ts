import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  CreateTableCommand,
  type GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import type {
  Catalog,
  CatalogPartition,
  CatalogTable,
  EntryFailure,
  PartitionFilter,
  PartitionIndex,
  PartitionInput,
  TableInput,
  TableWrite,
} from '../../core/catalog/catalog';
import { ASSET_DATABASE } from '../../core/names/names';
import { stackName } from '../../core/names/stack-names';
import { awsCall } from './aws-call';
import type { AwsAccess } from './client-options';
import { type DatabasePlace, glueClient, GlueDatabase, isNotThere } from './glue-database';
import { entryFailure } from './glue-entries';

/** A database's place; every error names the account. */
export interface CatalogPlace extends DatabasePlace {
  readonly account: string;
}

/** Reads and writes one database of the Glue Data Catalog. */
export class GlueCatalog implements Catalog {
  readonly database: string;
  private readonly reader: GlueDatabase;

  constructor(
    private readonly glue: GlueClient,
    private readonly place: CatalogPlace,
  ) {
    this.database = place.database;
    this.reader = new GlueDatabase(glue, place);
  }

  /** Ends the connections. */
  close(): void {
    this.glue.destroy();
  }

  readTables(): Promise<CatalogTable[]> {
    return this.reader.readTables();
  }

  readTable(name: string): Promise<CatalogTable | undefined> {
    return this.reader.readTable(name);
  }

  async createTable(input: TableInput, indexes: PartitionIndex[]): Promise<TableWrite> {
    const command = new CreateTableCommand({
      DatabaseName: this.database,
      TableInput: input,
      PartitionIndexes: indexes,
    });
    const call = {
      ...this.reader.callOf('CreateTable', input.Name),
      expected: { AlreadyExistsException: 'conflict' as const },
      next: (code: string) => (code === 'EntityNotFoundException' ? askForDatabase(this.place) : undefined),
    };
    return awsCall<TableWrite>(call, async () => {
      await this.glue.send(command);
      return 'done';
    });
  }

  async updateTable(input: TableInput, version: string | undefined): Promise<TableWrite> {
    const command = new UpdateTableCommand({
      DatabaseName: this.database,
      TableInput: input,
      ...(version === undefined ? {} : { VersionId: version }),
    });
    const call = {
      ...this.reader.callOf('UpdateTable', input.Name),
      expected: {
        ConcurrentModificationException: 'conflict' as const,
        EntityNotFoundException: 'conflict' as const,
      },
    };
    return awsCall<TableWrite>(call, async () => {
      await this.glue.send(command);
      return 'done';
    });
  }

  readPartitions(table: string, values: readonly (readonly string[])[]): Promise<CatalogPartition[]> {
    return this.reader.readPartitions(table, values);
  }

  async *partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]> {
    try {
      yield* this.reader.partitionPages(table, { filter });
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
  }

  async createPartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]> {
    const command = new BatchCreatePartitionCommand({
      DatabaseName: this.database,
      TableName: table,
      PartitionInputList: inputs,
    });
    const { Errors = [] } = await awsCall(this.reader.callOf('BatchCreatePartition', table), () =>
      this.glue.send(command),
    );
    return Errors.map(({ PartitionValues, ErrorDetail }) => entryFailure(PartitionValues, ErrorDetail));
  }

  async updatePartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]> {
    const command = new BatchUpdatePartitionCommand({
      DatabaseName: this.database,
      TableName: table,
      Entries: inputs.map((input) => ({ PartitionValueList: input.Values, PartitionInput: input })),
    });
    const { Errors = [] } = await awsCall(this.reader.callOf('BatchUpdatePartition', table), () =>
      this.glue.send(command),
    );
    return Errors.map(({ PartitionValueList, ErrorDetail }) => entryFailure(PartitionValueList, ErrorDetail));
  }

  async deletePartitions(table: string, values: readonly (readonly string[])[]): Promise<EntryFailure[]> {
    const command = new BatchDeletePartitionCommand({
      DatabaseName: this.database,
      TableName: table,
      PartitionsToDelete: values.map((each) => ({ Values: [...each] })),
    });
    const { Errors = [] } = await awsCall(this.reader.callOf('BatchDeletePartition', table), () =>
      this.glue.send(command),
    );
    return Errors.map(({ PartitionValues, ErrorDetail }) => entryFailure(PartitionValues, ErrorDetail));
  }
}

/** A catalog with a client of its own. */
export const glueCatalog = (access: AwsAccess, account: string, database: string): GlueCatalog =>
  new GlueCatalog(glueClient(access), { account, region: access.region, database });

/** Advice for a missing database: tables are made here, but their database is not. */
function askForDatabase({ database, account, region }: CatalogPlace): string {
  const stack = database === ASSET_DATABASE ? stackName.assetRegister : stackName.collector(region);
  return `Apply the stack ${stack}: it makes the database ${database} in account ${account} in ${region}.`;
}
