import {
  type Catalog,
  type CatalogPartition,
  type CatalogTable,
  type PartitionFilter,
  type PartitionIndex,
  type PartitionInput,
  type TableInput,
  type TableWrite,
  valuesKey,
} from '../../../core/catalog/catalog';

/** A Glue database in memory. It records every call, and refuses the calls that Glue refuses. */
export class InMemoryCatalog implements Catalog {
  readonly database = 's3_inventory';
  /** The number of partitions per page. */
  pageSize = 1000;
  readonly calls: string[] = [];
  readonly tables = new Map<string, { input: TableInput; version: number; indexes: PartitionIndex[] }>();
  readonly partitions = new Map<string, Map<string, PartitionInput>>();

  /** Counts the calls of a method since the last `calls.length = 0`. */
  count = (method: keyof Catalog) => this.calls.filter((call) => call === method).length;
  /** The calls that change something. */
  writes = () => this.calls.filter((call) => !call.startsWith('read'));
  /** Lists the partitions of a table as texts `values → location`, sorted. */
  list = (table: string) =>
    Object.fromEntries(
      [...(this.partitions.get(table)?.values() ?? [])]
        .map(({ Values, StorageDescriptor }) => [Values.join(' '), StorageDescriptor.Location] as const)
        .sort(),
    );

  readTables(): Promise<CatalogTable[]> {
    this.calls.push('readTables');
    const tables = [...this.tables.values()];
    return Promise.resolve(
      tables.map(({ input, version }) => ({ input: structuredClone(input), version: String(version) })),
    );
  }

  readTable(name: string): Promise<CatalogTable | undefined> {
    this.calls.push('readTable');
    const table = this.tables.get(name);
    return Promise.resolve(table && { input: structuredClone(table.input), version: String(table.version) });
  }

  createTable(input: TableInput, indexes: PartitionIndex[]): Promise<TableWrite> {
    this.calls.push('createTable');
    if (this.tables.has(input.Name)) return Promise.resolve('conflict' as const);
    this.tables.set(input.Name, { input: structuredClone(input), version: 1, indexes });
    return Promise.resolve('done' as const);
  }

  updateTable(input: TableInput, version: string | undefined) {
    this.calls.push('updateTable');
    const table = this.tables.get(input.Name);
    if (table === undefined || String(table.version) !== version) return Promise.resolve('conflict' as const);
    Object.assign(table, { input: structuredClone(input), version: table.version + 1 });
    return Promise.resolve('done' as const);
  }

  readPartitions(table: string, values: readonly (readonly string[])[]): Promise<CatalogPartition[]> {
    this.calls.push('readPartitions');
    atMost(1000, values);
    const found = values.flatMap((each) => this.partitions.get(table)?.get(valuesKey(each)) ?? []);
    return Promise.resolve(found.map((input) => structuredClone(stored(input))));
  }

  async *partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]> {
    await Promise.resolve();
    const all = [...(this.partitions.get(table)?.values() ?? [])].filter(({ Values }) => matches(Values, filter));
    for (let start = 0; start === 0 || start < all.length; start += this.pageSize) {
      this.calls.push('readPartitionPage');
      yield all.slice(start, start + this.pageSize).map(stored);
    }
  }

  deletePartitions(table: string, values: readonly (readonly string[])[]) {
    this.calls.push('deletePartitions');
    atMost(25, values);
    const partitions = this.partitions.get(table);
    const failed = values.filter((each) => partitions?.delete(valuesKey(each)) !== true);
    return Promise.resolve(failed.map((each) => ({ values: each, code: 'EntityNotFoundException', message: 'no' })));
  }

  createPartitions(table: string, inputs: PartitionInput[]) {
    this.calls.push('createPartitions');
    return Promise.resolve(this.write(table, inputs, (exists) => (exists ? 'AlreadyExistsException' : undefined)));
  }

  updatePartitions(table: string, inputs: PartitionInput[]) {
    this.calls.push('updatePartitions');
    return Promise.resolve(this.write(table, inputs, (exists) => (exists ? undefined : 'EntityNotFoundException')));
  }

  private write(table: string, inputs: PartitionInput[], fault: (exists: boolean) => string | undefined) {
    atMost(100, inputs);
    const partitions = this.partitions.get(table) ?? new Map<string, PartitionInput>();
    this.partitions.set(table, partitions);
    return inputs.flatMap((input) => {
      const code = fault(partitions.has(valuesKey(input.Values)));
      if (code !== undefined) return [{ values: input.Values, code, message: 'no' }];
      partitions.set(valuesKey(input.Values), structuredClone(input));
      return [];
    });
  }
}

function matches(values: readonly string[], filter: PartitionFilter | undefined): boolean {
  if (filter === undefined) return true;
  if ('region' in filter) {
    const [bucket = '', region] = [...values].reverse();
    return region === filter.region && (filter.buckets?.includes(bucket) ?? true);
  }
  const [bucket = '', dt = ''] = values;
  return filter.buckets.includes(bucket) && (filter.after ?? '') < dt;
}

const stored = ({ Values, StorageDescriptor, Parameters }: PartitionInput): CatalogPartition => ({
  values: Values,
  location: StorageDescriptor.Location,
  parameters: Parameters,
});

function atMost(limit: number, list: readonly unknown[]): void {
  if (list.length > limit) throw new Error(`ValidationException: ${list.length} entries, at most ${limit}`);
}
