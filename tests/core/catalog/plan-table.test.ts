import { planTable } from '../../../core/catalog/plan-table';
import { partitionIndexes, tableInput, tableSpec } from '../../../core/catalog/tables';
import { sampleReport } from '../report/sample-report';

const location = 's3://s3inventory-eu-west-1-222222222222/inventory/';
const spec = tableSpec('history', 'Parquet');
const table = (columns: Record<string, string>) => ({
  version: '7',
  input: tableInput(
    spec,
    Object.entries(columns).map(([name, type]) => ({ name, type })),
    location,
  ),
});
const parquet = (...columns: string[]) =>
  sampleReport({}, { fileSchema: `message m { ${columns.map((column) => `optional ${column};`).join(' ')} }` });

describe('the plan of a table', () => {
  it('creates it from the reports’ own columns, as Athena reads symlinks, with partition filtering', () => {
    const { action, input } = planTable({ spec, existing: undefined, reports: [parquet('int64 size')], location });

    expect(action).toBe('create');
    expect(input).toMatchObject({
      Name: 'inventory',
      TableType: 'EXTERNAL_TABLE',
      Parameters: { 'partition_filtering.enabled': 'true' },
      PartitionKeys: [
        { Name: 'bucketname', Type: 'string' },
        { Name: 'dt', Type: 'string' },
      ],
      StorageDescriptor: {
        Location: location,
        InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        Columns: [{ Name: 'size', Type: 'bigint' }],
      },
    });
  });

  it('joins the columns of all reports', () => {
    const reports = [parquet('int64 size', 'binary e_tag'), parquet('binary storage_class', 'int64 size')];
    const { input, accepted } = planTable({ spec, existing: undefined, reports, location });

    expect(accepted).toEqual(reports);
    expect(input.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(['size', 'e_tag', 'storage_class']);
  });

  it('does nothing where every column is there', () => {
    const existing = table({ key: 'string', size: 'bigint' });

    expect(planTable({ spec, existing, reports: [parquet('int64 size')], location }).action).toBe('none');
  });

  it('adds a column behind the others and leaves everything else as it was set', () => {
    const existing = table({ key: 'string', gone: 'string' });
    existing.input.Parameters = { ...existing.input.Parameters, team: 'storage' };

    const { action, input } = planTable({ spec, existing, reports: [parquet('int64 size')], location });

    expect(action).toBe('update');
    expect(input).toEqual({
      ...existing.input,
      StorageDescriptor: {
        ...existing.input.StorageDescriptor,
        Columns: [
          { Name: 'key', Type: 'string' },
          { Name: 'gone', Type: 'string' },
          { Name: 'size', Type: 'bigint' },
        ],
      },
    });
  });

  it('refuses a report that would give a column another type, and goes on with the others', () => {
    const [wrong, right] = [parquet('binary size'), parquet('int64 size', 'binary e_tag')];

    const plan = planTable({ spec, existing: table({ size: 'bigint' }), reports: [wrong, right], location });

    expect(plan.accepted).toEqual([right]);
    expect(plan.refused).toEqual([
      {
        report: wrong,
        reason: 'column size is string in the report and bigint in table inventory; columns never change their type',
      },
    ]);
  });

  it('leaves a table of the same name alone that is not ours', () => {
    const existing = table({ size: 'bigint' });
    existing.input.PartitionKeys = [{ Name: 'year', Type: 'string' }];

    const plan = planTable({ spec, existing, reports: [parquet('binary e_tag')], location });

    expect(plan).toMatchObject({ action: 'none', accepted: [] });
    expect(plan.refused[0]?.reason).toContain('partitioned by (year) instead of (bucketname, dt)');
  });

  it('refuses a CSV report whose columns are not those of the table, as CSV is read by position', () => {
    const csv = (fileSchema: string) => sampleReport({}, { fileFormat: 'CSV', fileSchema });
    const reports = [
      csv('Bucket, Key, Size'),
      csv('Bucket, Key, ETag'),
      csv('Bucket, Key'),
      csv('Bucket, Key, Size, ETag'),
    ];

    const plan = planTable({ spec: tableSpec('history', 'CSV'), existing: undefined, reports, location });

    expect(plan.accepted).toEqual(reports.slice(0, 1));
    expect(plan.input.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(['bucket', 'key', 'size']);
  });
});

describe('a table of another format', () => {
  it('has a name of its own', () => {
    const names = (['Parquet', 'ORC', 'CSV'] as const).flatMap((format) =>
      (['history', 'latest'] as const).map((kind) => tableSpec(kind, format).name),
    );

    expect(names).toEqual([
      'inventory',
      'inventory_latest',
      'inventory_orc',
      'inventory_latest_orc',
      'inventory_csv',
      'inventory_latest_csv',
    ]);
  });

  it('reads ORC by name, since buckets differ in their fields', () => {
    expect(tableInput(tableSpec('latest', 'ORC'), [], location).StorageDescriptor.SerdeInfo).toEqual({
      SerializationLibrary: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
      Parameters: { 'orc.column.index.access': 'false' },
    });
  });
});

it('indexes name only partition keys of their table', () => {
  for (const kind of ['history', 'latest'] as const) {
    const keys = tableInput(tableSpec(kind, 'Parquet'), [], location).PartitionKeys.map(({ Name }) => Name);
    expect(
      partitionIndexes(kind)
        .flatMap(({ Keys }) => Keys)
        .filter((key) => !keys.includes(key)),
    ).toEqual([]);
  }
});
