import fc from 'fast-check';
import { z } from 'zod';
import { ensureViews } from '../../../core/catalog/ensure-views';
import { type JoinedTable, joinedTables } from '../../../core/catalog/joined-tables';
import { registerInCatalog } from '../../../core/catalog/register-reports';
import { REGIONAL_TABLES, tableInput, tableSpec } from '../../../core/catalog/tables';
import { REPORT_FIELDS } from '../../../core/report/fields';
import { sampleReport } from '../report/sample-report';
import { InMemoryCatalog } from './in-memory-catalog';
import { seenBy } from './scheduled-catalog';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const location = 's3://b/inventory/';
const FIELDS = REPORT_FIELDS.map(({ column, type }) => ({ Name: column, Type: type }));

const table = (format: JoinedTable['format'], ...columns: readonly (readonly [string, string])[]): JoinedTable => ({
  name: tableSpec('latest', format).name,
  format,
  columns: columns.map(([Name, Type]) => ({ Name, Type })),
});
const typeOf = (name: string, ...tables: readonly JoinedTable[]) =>
  joinedTables('history', tables).columns.find(({ Name }) => Name === name)?.Type;

const viewSchema = z.object({
  originalSql: z.string(),
  catalog: z.literal('awsdatacatalog'),
  schema: z.literal('s3_inventory'),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** Decodes the view, as Athena does. */
function viewOf(catalog: InMemoryCatalog, name: string) {
  const { TableType, Parameters, ViewOriginalText = '' } = catalog.tables.get(name)?.input ?? {};
  const [, json = ''] = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(ViewOriginalText) ?? [];
  return { TableType, Parameters, ...viewSchema.parse(JSON.parse(Buffer.from(json, 'base64').toString('utf8'))) };
}

describe('the tables of all formats joined', () => {
  it('have every field that S3 has, with one type, then the partition columns, whatever the formats in use', () => {
    const format = fc.constantFrom('CSV', 'ORC', 'Parquet');
    const own = fc.record({ format, columns: fc.subarray(FIELDS) });
    fc.assert(
      fc.property(fc.uniqueArray(own, { selector: (each) => each.format, minLength: 1 }), (tables) => {
        const typed = tables.map(({ format, columns }) => ({
          name: tableSpec('history', format).name,
          format,
          columns: format === 'CSV' ? columns.map(({ Name }) => ({ Name, Type: 'string' })) : columns,
        }));
        const { columns, sql } = joinedTables('history', typed);
        expect(columns).toEqual([...FIELDS, { Name: 'bucketname', Type: 'string' }, { Name: 'dt', Type: 'string' }]);
        expect(sql.split(' UNION ALL ')).toHaveLength(tables.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('decode the keys of CSV alone, and read its texts as what they are', () => {
    const { sql } = joinedTables('latest', [
      table('CSV', ['key', 'string'], ['size', 'string'], ['last_modified_date', 'string']),
      table('Parquet', ['key', 'string'], ['size', 'bigint'], ['last_modified_date', 'timestamp']),
    ]);
    const [csv = '', parquet = ''] = sql.split(' UNION ALL ');

    expect(csv).toContain('url_decode("key") AS "key"');
    expect(csv).toContain(`CAST(nullif("size", '') AS bigint) AS "size"`);
    expect(csv).toContain(
      `CAST(from_iso8601_timestamp(nullif("last_modified_date", '')) AS timestamp) AS "last_modified_date"`,
    );
    expect(csv).toContain('CAST(NULL AS varchar) AS "e_tag"');
    expect(csv).toMatch(/, "bucketname" FROM "s3_inventory"\."inventory_latest_csv"$/);
    expect(parquet).toContain('CAST("key" AS varchar) AS "key"');
    expect(parquet).toContain('CAST("last_modified_date" AS timestamp) AS "last_modified_date"');
  });

  it('have columns that are not known yet, with their type where all agree on it', () => {
    expect(typeOf('new_one', table('Parquet', ['new_one', 'double']))).toBe('double');
    expect(typeOf('new_one', table('Parquet', ['new_one', 'double']), table('ORC', ['new_one', 'double']))).toBe(
      'double',
    );
    expect(typeOf('new_one', table('Parquet', ['new_one', 'double']), table('ORC', ['new_one', 'date']))).toBe(
      'string',
    );
    expect(typeOf('new_one', table('Parquet', ['new_one', 'double']), table('CSV', ['new_one', 'string']))).toBe(
      'string',
    );
  });

  it('show a column as text that cannot have its type in every table', () => {
    expect(typeOf('last_modified_date', table('Parquet', ['last_modified_date', 'bigint']))).toBe('string');
    expect(typeOf('size', table('Parquet', ['size', 'int']))).toBe('bigint');
  });
});

describe('the views in Glue', () => {
  const csv = { fileFormat: 'CSV', fileSchema: 'Bucket, Key' };

  it('come with the first report, as Athena keeps its views', async () => {
    const catalog = new InMemoryCatalog();
    await registerInCatalog({ catalog, location }, [sampleReport()]);

    const view = viewOf(catalog, 'inventory_latest_all');
    expect(view).toMatchObject({ TableType: 'VIRTUAL_VIEW', Parameters: { presto_view: 'true' } });
    expect(view.columns.at(-1)).toEqual({ name: 'bucketname', type: 'varchar' });
    expect(view.columns).toContainEqual({ name: 'last_modified_date', type: 'timestamp(3)' });
    expect(view.originalSql).toContain('FROM "s3_inventory"."inventory_latest"');
    expect(viewOf(catalog, 'inventory_all').columns.at(-1)).toEqual({ name: 'dt', type: 'varchar' });
  });

  it('are four: the joined tables, the current objects among them, and the list of reports', async () => {
    const catalog = new InMemoryCatalog();
    await registerInCatalog({ catalog, location }, [sampleReport(), sampleReport({ bucket: 'in-csv' }, csv)]);

    const current = viewOf(catalog, 'current_objects');
    expect(current.columns).toEqual(viewOf(catalog, 'inventory_latest_all').columns);
    for (const name of ['inventory_latest', 'inventory_latest_csv'])
      expect(current.originalSql).toContain(`FROM "s3_inventory"."${name}"`);
    expect(current.originalSql).toMatch(
      / WHERE coalesce\(TRY_CAST\("is_latest" AS boolean\), true\) AND NOT coalesce\(TRY_CAST\("is_delete_marker" AS boolean\), false\)$/,
    );
    const reports = viewOf(catalog, 'reports');
    expect(reports.columns).toEqual([
      { name: 'bucketname', type: 'varchar' },
      { name: 'dt', type: 'varchar' },
      { name: 'format', type: 'varchar' },
      { name: 'is_newest', type: 'boolean' },
    ]);
    for (const name of ['inventory', 'inventory_csv'])
      expect(reports.originalSql).toContain(`FROM "s3_inventory"."${name}$partitions"`);
  });

  it('are left alone by reports that change no table, and cost nothing then', async () => {
    const catalog = new InMemoryCatalog();
    await registerInCatalog({ catalog, location }, [sampleReport()]);
    catalog.calls.length = 0;

    await registerInCatalog({ catalog, location }, [sampleReport({ stamp: '2026-01-03T01-00Z' })]);

    expect(catalog.count('readTable')).toBe(0);
    expect(catalog.count('readTables')).toBe(2);
    expect(catalog.count('updateTable')).toBe(0);
  });

  it('fail the reports that changed a table where they cannot be written; the next try finds them registered', async () => {
    const catalog = new InMemoryCatalog();
    const really = catalog.createTable.bind(catalog);
    catalog.createTable = async (input, indexes) => {
      if (input.TableType === 'VIRTUAL_VIEW') throw new Error('no views');
      return really(input, indexes);
    };
    const report = sampleReport();

    const first = await registerInCatalog({ catalog, location }, [report]);
    expect(first.get(report)).toMatchObject({ status: 'failed', error: { message: 'no views' } });
    expect((await registerInCatalog({ catalog, location }, [report])).get(report)).toEqual({ status: 'unchanged' });
  });

  it('join all tables in the end, in whatever order several invocations change them at once', async () => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const catalog = new InMemoryCatalog();
      const reports = [
        sampleReport(),
        sampleReport({ bucket: 'in-csv' }, csv),
        sampleReport(
          { bucket: 'in-orc' },
          { fileFormat: 'ORC', fileSchema: 'struct<bucket:string,key:string,extra:int>' },
        ),
      ];
      const runs = reports.map((report) =>
        registerInCatalog({ catalog: seenBy(catalog, scheduler), location }, [report]),
      );
      await scheduler.waitFor(Promise.all(runs));

      for (const outcomes of await Promise.all(runs))
        expect([...outcomes.values()]).toMatchObject([{ status: 'registered' }]);
      const { originalSql, columns } = viewOf(catalog, 'inventory_all');
      for (const name of ['inventory', 'inventory_csv', 'inventory_orc']) expect(originalSql).toContain(`."${name}"`);
      expect(columns.map(({ name }) => name)).toContain('extra');
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('leave a table of somebody else alone that has the name of a view', async () => {
    const catalog = new InMemoryCatalog();
    const theirs = tableInput(tableSpec('history', 'Parquet'), [{ name: 'id', type: 'string' }], 's3://theirs/');
    await catalog.createTable({ ...theirs, Name: 'reports' }, []);

    expect([...(await registerInCatalog({ catalog, location }, [sampleReport()])).values()]).toMatchObject([
      { status: 'registered' },
    ]);

    expect(catalog.tables.get('reports')?.input.StorageDescriptor.Location).toBe('s3://theirs/');
  });

  it('are none where there is no table', async () => {
    const catalog = new InMemoryCatalog();
    await ensureViews(catalog, REGIONAL_TABLES, { read: [], tables: { history: [], latest: [] } });
    expect([...catalog.tables.keys()]).toEqual([]);
  });
});
