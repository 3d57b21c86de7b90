import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  CreateTableCommand,
  EntityNotFoundException,
  GetTableCommand,
  GlueClient,
  paginateGetPartitions,
  type Partition,
  type PartitionError,
  type StorageDescriptor as GlueDescriptor,
  type Table,
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
  StorageDescriptor,
  StoredPartition,
  TableInput,
  TableWrite,
} from '../../core/catalog/catalog';
import { PARTITION_KEYS } from '../../core/report/file-schema';
import { REGISTER_DATABASE } from '../../core/names/names';
import { type AwsAccess, awsCallError, clientOptions, withoutCallLog } from './aws';

/** Whose catalog it is: named in every error. */
export interface CatalogPlace {
  readonly account: string;
  readonly region: string;
  readonly database: string;
}

/** One Glue database of the Data Catalog. */
export class GlueCatalog implements Catalog {
  readonly database: string;

  constructor(
    private readonly glue: GlueClient,
    private readonly place: CatalogPlace,
  ) {
    this.database = place.database;
  }

  /** Ends the connections. */
  close(): void {
    this.glue.destroy();
  }

  async readTable(name: string): Promise<CatalogTable | undefined> {
    return this.call(
      'GetTable',
      name,
      async () => {
        const { Table: table } = await this.glue.send(new GetTableCommand({ DatabaseName: this.database, Name: name }));
        return table === undefined ? undefined : catalogTable(name, table);
      },
      { EntityNotFoundException: undefined },
    );
  }

  async createTable(input: TableInput, indexes: PartitionIndex[]): Promise<TableWrite> {
    return this.call(
      'CreateTable',
      input.Name,
      async (): Promise<TableWrite> => {
        const command = new CreateTableCommand({
          DatabaseName: this.database,
          TableInput: input,
          PartitionIndexes: indexes,
        });
        await this.glue.send(command);
        return 'done';
      },
      { AlreadyExistsException: 'conflict' },
    );
  }

  async updateTable(input: TableInput, version: string | undefined): Promise<TableWrite> {
    return this.call(
      'UpdateTable',
      input.Name,
      async (): Promise<TableWrite> => {
        const command = new UpdateTableCommand({
          DatabaseName: this.database,
          TableInput: input,
          ...(version === undefined ? {} : { VersionId: version }),
        });
        await this.glue.send(command);
        return 'done';
      },
      { ConcurrentModificationException: 'conflict', EntityNotFoundException: 'conflict' },
    );
  }

  async readPartitions(table: string, values: readonly (readonly string[])[]): Promise<StoredPartition[]> {
    const found: StoredPartition[] = [];
    let rest = values.map((each) => ({ Values: [...each] }));
    while (rest.length > 0) {
      const asked = rest;
      const answer = await this.call('BatchGetPartition', table, () =>
        this.glue.send(
          new BatchGetPartitionCommand({ DatabaseName: this.database, TableName: table, PartitionsToGet: asked }),
        ),
      );
      found.push(...(answer.Partitions ?? []).map(storedPartition));
      rest = (answer.UnprocessedKeys ?? []).map(({ Values = [] }) => ({ Values }));
      if (rest.length >= asked.length) throw this.noProgress('BatchGetPartition', table, rest.length);
    }
    return found;
  }

  async createPartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]> {
    const { Errors = [] } = await this.call('BatchCreatePartition', table, () =>
      this.glue.send(
        new BatchCreatePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          PartitionInputList: inputs,
        }),
      ),
    );
    return Errors.map(({ PartitionValues, ErrorDetail }) => entryFailure(PartitionValues, ErrorDetail));
  }

  async updatePartitions(table: string, inputs: PartitionInput[]): Promise<EntryFailure[]> {
    const { Errors = [] } = await this.call('BatchUpdatePartition', table, () =>
      this.glue.send(
        new BatchUpdatePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          Entries: inputs.map((input) => ({ PartitionValueList: input.Values, PartitionInput: input })),
        }),
      ),
    );
    return Errors.map(({ PartitionValueList, ErrorDetail }) => entryFailure(PartitionValueList, ErrorDetail));
  }

  async *partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]> {
    const request = {
      DatabaseName: this.database,
      TableName: table,
      ExcludeColumnSchema: true,
      ...(filter === undefined ? {} : { Expression: expressionOf(filter) }),
    };
    try {
      for await (const { Partitions = [] } of paginateGetPartitions({ client: this.glue }, request)) {
        yield Partitions.map(catalogPartition);
      }
    } catch (error) {
      if (error instanceof EntityNotFoundException) return;
      throw awsCallError('GetPartitions', this.target(table), error);
    }
  }

  async deletePartitions(table: string, values: readonly (readonly string[])[]): Promise<EntryFailure[]> {
    const { Errors = [] } = await this.call('BatchDeletePartition', table, () =>
      this.glue.send(
        new BatchDeletePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          PartitionsToDelete: values.map((each) => ({ Values: [...each] })),
        }),
      ),
    );
    return Errors.map(({ PartitionValues, ErrorDetail }) => entryFailure(PartitionValues, ErrorDetail));
  }

  /** One call: an error that `expected` names is an answer, any other one becomes ours. */
  private async call<T>(
    operation: string,
    table: string,
    send: () => Promise<T>,
    expected: Record<string, T> = {},
  ): Promise<T> {
    try {
      return await send();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      const answer = Object.entries(expected).find(([code]) => code === name);
      if (answer !== undefined) return answer[1];
      throw awsCallError(operation, this.target(table), error, nextStep(operation, name, this.place));
    }
  }

  private target(table: string) {
    const { account, region, database } = this.place;
    return { account, region, resource: `table ${database}.${table}` };
  }

  private noProgress(operation: string, table: string, keys: number) {
    return awsCallError(operation, this.target(table), new Error(`${keys} keys stay unprocessed`));
  }
}

/** A client of its own for one database. */
export const glueCatalog = (access: AwsAccess, account: string, database: string) =>
  new GlueCatalog(withoutCallLog(new GlueClient(clientOptions(access))), { account, region: access.region, database });

/** The one missing thing that a person must see to: tables are made here, their database is not. */
function nextStep(operation: string, code: string, { database, account, region }: CatalogPlace): string | undefined {
  if (operation !== 'CreateTable' || code !== 'EntityNotFoundException') return undefined;
  const stack = database === REGISTER_DATABASE ? 'register' : `collector-${region}`;
  return `see that database ${database} exists in account ${account} in ${region}: stack ${stack} makes it`;
}

/** What `UpdateTable` takes of what `GetTable` gives, kept whole: what others have set stays as it is. */
function catalogTable(name: string, table: Table): CatalogTable {
  const { Description, Owner, LastAccessTime, LastAnalyzedTime, Retention } = table;
  const { ViewOriginalText, ViewExpandedText, TableType, Parameters, TargetTable, VersionId } = table;
  const kept = { Owner, LastAccessTime, LastAnalyzedTime, Retention, ViewOriginalText, ViewExpandedText, TargetTable };
  return {
    version: VersionId,
    input: {
      ...kept,
      Name: name,
      Description,
      TableType,
      Parameters,
      PartitionKeys: columns(table.PartitionKeys),
      StorageDescriptor: storageDescriptor(table.StorageDescriptor),
    },
  };
}

const storageDescriptor = (descriptor: GlueDescriptor = {}): StorageDescriptor => ({
  ...descriptor,
  Columns: columns(descriptor.Columns),
  Location: descriptor.Location ?? '',
  InputFormat: descriptor.InputFormat ?? '',
  OutputFormat: descriptor.OutputFormat ?? '',
  SerdeInfo: {
    ...descriptor.SerdeInfo,
    SerializationLibrary: descriptor.SerdeInfo?.SerializationLibrary ?? '',
    Parameters: descriptor.SerdeInfo?.Parameters ?? {},
  },
});

const columns = (list: Table['PartitionKeys'] = []) =>
  list.map((column) => ({ ...column, Name: column.Name ?? '', Type: column.Type ?? '' }));

const catalogPartition = ({ Values = [], StorageDescriptor, Parameters = {} }: Partition): CatalogPartition => ({
  values: Values,
  location: StorageDescriptor?.Location ?? '',
  parameters: Parameters,
});

const storedPartition = (partition: Partition): StoredPartition => ({
  ...catalogPartition(partition),
  descriptor: storageDescriptor(partition.StorageDescriptor),
});

/** @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html (Expression) */
function expressionOf(filter: PartitionFilter): string {
  const among = (key: string, buckets: readonly string[]) => `${key} IN (${buckets.map(quoted).join(', ')})`;
  if ('region' in filter) {
    const { region, buckets } = filter;
    return [`region = ${quoted(region)}`, ...(buckets === undefined ? [] : [among('bucket', buckets)])].join(' AND ');
  }
  const { buckets, after } = filter;
  return [
    among(PARTITION_KEYS.bucket, buckets),
    ...(after === undefined ? [] : [`${PARTITION_KEYS.dt} > ${quoted(after)}`]),
  ].join(' AND ');
}

const quoted = (text: string) => `'${text.replace(/'/g, "''")}'`;

const entryFailure = (values: string[] = [], detail: PartitionError['ErrorDetail'] = {}): EntryFailure => ({
  values,
  code: detail.ErrorCode ?? 'UnknownError',
  message: detail.ErrorMessage ?? 'Glue gave no reason',
});
