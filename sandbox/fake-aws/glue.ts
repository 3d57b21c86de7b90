import type { Table } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { type Answer, jsonAnswer, Refusal } from './answer';
import type { FakeTable } from './fake-table';
import { partitionFilter } from './partition-filter';

const values = z.array(z.string());
const partitionSchema = z.looseObject({ Values: values });
const tableSchema = z.looseObject({ Name: z.string() });
const name = { DatabaseName: z.string(), TableName: z.string() };
const keys = z.array(z.object({ Values: values }));

const PAGE = 1000;
/** AWS gives up to 100; fewer, so that every run pages. */
const TABLES_PAGE = 5;
/**
 * A list with Glue's limit for a batch.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html
 */
const limited = <Item extends z.ZodType>(item: Item, limit: number, what: string) =>
  z.array(item).max(limit, {
    error: `1 validation error detected: Value at '${what}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  });

const schemas = {
  GetTable: z.object({ DatabaseName: z.string(), Name: z.string() }),
  GetTables: z.object({ DatabaseName: z.string(), NextToken: z.string().optional() }),
  CreateTable: z.object({ DatabaseName: z.string(), TableInput: tableSchema }),
  UpdateTable: z.object({ DatabaseName: z.string(), TableInput: tableSchema, VersionId: z.string().optional() }),
  GetPartitions: z.object({
    ...name,
    Expression: z.string().optional(),
    NextToken: z.string().optional(),
    MaxResults: z.number().optional(),
    ExcludeColumnSchema: z.boolean().optional(),
  }),
  BatchGetPartition: z.object({ ...name, PartitionsToGet: limited(keys.element, 1000, 'PartitionsToGet') }),
  BatchCreatePartition: z.object({ ...name, PartitionInputList: limited(partitionSchema, 100, 'PartitionInputList') }),
  BatchUpdatePartition: z.object({
    ...name,
    Entries: limited(z.object({ PartitionValueList: values, PartitionInput: partitionSchema }), 100, 'Entries'),
  }),
  BatchDeletePartition: z.object({ ...name, PartitionsToDelete: limited(keys.element, 25, 'PartitionsToDelete') }),
};

/** One database of the Data Catalog in memory. */
export class FakeGlue {
  readonly tables = new Map<string, FakeTable>();

  constructor(readonly database: string) {}

  /**
   * Answers a call.
   *
   * @param body the request, as JSON
   * @throws Refusal with Glue's error codes
   */
  answer(operation: string, body: string): Answer {
    const run = this.operations[operation];
    if (run === undefined) throw new Refusal('NotImplemented', `${operation} is not implemented`, 501);
    return jsonAnswer(run(JSON.parse(body)));
  }

  private readonly operations: Readonly<Record<string, (input: unknown) => unknown>> = {
    GetTable: (input) => {
      const { DatabaseName, Name } = read(schemas.GetTable, input);
      const { input: table, version } = this.table(DatabaseName, Name);
      return { Table: { ...table, DatabaseName, VersionId: String(version) } satisfies Table };
    },
    GetTables: (input) => {
      const { DatabaseName, NextToken = '0' } = read(schemas.GetTables, input);
      this.checkDatabase(DatabaseName);
      const [start, all] = [Number(NextToken), [...this.tables.values()]];
      const end = start + TABLES_PAGE;
      const page = all.slice(start, end).map(({ input: table, version }) => ({
        ...table,
        DatabaseName,
        VersionId: String(version),
      }));
      return { TableList: page satisfies Table[], ...(end < all.length ? { NextToken: String(end) } : {}) };
    },
    CreateTable: (input) => {
      const { DatabaseName, TableInput } = read(schemas.CreateTable, input);
      this.checkDatabase(DatabaseName);
      if (this.tables.has(TableInput.Name)) throw new Refusal('AlreadyExistsException', 'Table already exists.');
      this.tables.set(TableInput.Name, { version: 1, input: TableInput, partitions: new Map() });
      return {};
    },
    UpdateTable: (input) => {
      const { DatabaseName, TableInput, VersionId } = read(schemas.UpdateTable, input);
      const { version, partitions } = this.table(DatabaseName, TableInput.Name);
      if (VersionId !== undefined && VersionId !== String(version))
        throw new Refusal('ConcurrentModificationException', `Update table failed due to concurrent modifications.`);
      this.tables.set(TableInput.Name, { version: version + 1, input: TableInput, partitions });
      return {};
    },
    GetPartitions: (input) => {
      const asked = read(schemas.GetPartitions, input);
      const table = this.table(asked.DatabaseName, asked.TableName);
      const found = partitionFilter(asked.Expression, table);
      const start = Number(asked.NextToken ?? 0);
      const end = start + (asked.MaxResults ?? PAGE);
      return { Partitions: found.slice(start, end), ...(end < found.length ? { NextToken: String(end) } : {}) };
    },
    BatchGetPartition: (input) => {
      const { DatabaseName, TableName, PartitionsToGet } = read(schemas.BatchGetPartition, input);
      const { partitions } = this.table(DatabaseName, TableName);
      return { Partitions: PartitionsToGet.flatMap((key) => partitions.get(keyOf(key.Values)) ?? []) };
    },
    BatchCreatePartition: (input) => {
      const { DatabaseName, TableName, PartitionInputList } = read(schemas.BatchCreatePartition, input);
      const { partitions } = this.table(DatabaseName, TableName);
      const taken = PartitionInputList.filter((partition) => {
        if (partitions.has(keyOf(partition.Values))) return true;
        partitions.set(keyOf(partition.Values), partition);
        return false;
      });
      const error = detail('AlreadyExistsException', 'Partition already exists.');
      return errors(taken.map(({ Values }) => ({ PartitionValues: Values, ...error })));
    },
    BatchUpdatePartition: (input) => {
      const { DatabaseName, TableName, Entries } = read(schemas.BatchUpdatePartition, input);
      const { partitions } = this.table(DatabaseName, TableName);
      const missing = Entries.filter(({ PartitionValueList, PartitionInput }) => {
        if (!partitions.delete(keyOf(PartitionValueList))) return true;
        partitions.set(keyOf(PartitionInput.Values), PartitionInput);
        return false;
      });
      const error = detail('EntityNotFoundException', 'Partition not found.');
      return errors(missing.map(({ PartitionValueList }) => ({ PartitionValueList, ...error })));
    },
    BatchDeletePartition: (input) => {
      const { DatabaseName, TableName, PartitionsToDelete } = read(schemas.BatchDeletePartition, input);
      const { partitions } = this.table(DatabaseName, TableName);
      const missing = PartitionsToDelete.filter(({ Values }) => !partitions.delete(keyOf(Values)));
      const error = detail('EntityNotFoundException', 'Partition not found');
      return errors(missing.map(({ Values }) => ({ PartitionValues: Values, ...error })));
    },
  };

  private checkDatabase(database: string): void {
    if (database !== this.database) throw new Refusal('EntityNotFoundException', `Database ${database} not found.`);
  }

  private table(database: string, table: string): FakeTable {
    this.checkDatabase(database);
    const found = this.tables.get(table);
    if (found === undefined) throw new Refusal('EntityNotFoundException', `Table ${table} not found.`);
    return found;
  }
}

/** Converts partition values to a key of `partitions`. */
export const keyOf = (list: readonly string[]) => JSON.stringify(list);

const detail = (ErrorCode: string, ErrorMessage: string) => ({ ErrorDetail: { ErrorCode, ErrorMessage } });
const errors = (list: readonly object[]) => (list.length === 0 ? {} : { Errors: list });

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal('ValidationException', parsed.error.issues[0]?.message ?? 'the request is not understood');
}
