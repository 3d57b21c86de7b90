import fc from 'fast-check';
import { REPORT_FIELDS, REPORT_FORMATS } from '../../../core/report/fields';
import { FileSchemaError, readFileSchema } from '../../../core/report/file-schema';
import { PARQUET_SCHEMA } from './sample-report';

/** The schema of a report with every field, written as S3 writes it. */
const physical = { string: 'binary', boolean: 'boolean', bigint: 'int64', timestamp: 'int64' };
const logical = { string: ' (STRING)', boolean: '', bigint: '', timestamp: ' (TIMESTAMP(MILLIS,true))' };
const allFields = REPORT_FIELDS.map(({ column, type }) => `  optional ${physical[type]} ${column}${logical[type]};`);
const allColumns = REPORT_FIELDS.map(({ column, type }) => ({ name: column, type }));

describe('the schema of a Parquet report', () => {
  it('is read as S3 writes it', () => {
    expect(readFileSchema('Parquet', PARQUET_SCHEMA)).toEqual([
      { name: 'bucket', type: 'string' },
      { name: 'key', type: 'string' },
      { name: 'size', type: 'bigint' },
      { name: 'last_modified_date', type: 'timestamp' },
      { name: 'e_tag', type: 'string' },
    ]);
  });

  it('is read as S3 documents it', () => {
    const schema =
      'message s3.inventory { required binary bucket (UTF8); optional boolean is_latest; optional int64 last_modified_date (TIMESTAMP_MILLIS); optional int64 object_lock_retain_until_date (TIMESTAMP_MILLIS); }';

    expect(readFileSchema('Parquet', schema).map(({ type }) => type)).toEqual([
      'string',
      'boolean',
      'timestamp',
      'timestamp',
    ]);
  });

  it('gives every field the type of Athena’s documentation', () => {
    expect(readFileSchema('Parquet', `message s3.inventory {${allFields.join('')}}`)).toEqual(allColumns);
  });

  it.each([
    ['int32 hold_duration', 'int'],
    ['int64 hold_until (TIMESTAMP(MICROS, false))', 'timestamp'],
    ['int32 day (DATE)', 'date'],
    ['double ratio', 'double'],
    ['fixed_len_byte_array(16) price (DECIMAL(10, 2))', 'decimal(10,2)'],
    ['binary note', 'string'],
    ['binary note (STRING) = 7', 'string'],
  ])('gives an unknown column its physical type: %s', (column, type) => {
    expect(readFileSchema('Parquet', `message m { optional ${column}; }`)).toMatchObject([{ type }]);
  });

  it.each([
    ['nested groups', 'message m { optional group a { optional binary b; } }', 'without nested groups'],
    ['a list', 'message m { repeated binary a; }', '"repeated binary a" is not a column'],
    ['a type that does not exist', 'message m { optional int128 a; }', 'type "int128" is not known'],
    ['a type named like a property of objects', 'message m { optional constructor a; }', 'is not known'],
    ['no column', 'message m { }', 'it has no columns'],
    ['a column twice', 'message m { optional binary a; optional binary A; }', '"a" appears twice'],
    ['a column named like a partition key', 'message m { optional binary dt; }', 'partition key'],
    ['a name that Athena cannot have', 'message m { optional binary a-b; }', '"a-b" cannot name a column'],
  ])('is refused with %s', (_, schema, reason) => {
    expect(() => readFileSchema('Parquet', schema)).toThrow(reason);
  });
});

describe('the schema of an ORC report', () => {
  it('keeps its types, which are those of Athena', () => {
    const schema = `struct<${allColumns.map(({ name, type }) => `${name}:${type}`).join(',')}>`;

    expect(readFileSchema('ORC', schema)).toEqual(allColumns);
  });

  it('accepts types that contain commas', () => {
    expect(readFileSchema('ORC', 'struct<a:decimal(10,2),b:timestamp with local time zone>')).toEqual([
      { name: 'a', type: 'decimal(10,2)' },
      { name: 'b', type: 'timestamp' },
    ]);
  });

  it.each([
    'struct<a:array<string>>',
    'struct<a>',
    'struct<>',
    'struct<a:text>',
    'a:string',
    'struct<a:string,,b:int>',
  ])('is refused when it is %s', (schema) => {
    expect(() => readFileSchema('ORC', schema)).toThrow(FileSchemaError);
  });
});

describe('the schema of a CSV report', () => {
  it('gives our column names, all of type string', () => {
    expect(readFileSchema('CSV', 'Bucket, Key,VersionId ,ETag, ObjectLockEventHoldStatus')).toEqual(
      ['bucket', 'key', 'version_id', 'e_tag', 'object_lock_event_hold_status'].map((name) => ({
        name,
        type: 'string',
      })),
    );
  });
});

it('any schema gives columns that Glue accepts, or an error with a reason', () => {
  const schema = fc.oneof(
    fc.string(),
    fc
      .array(fc.string())
      .map((parts) => `message s3.inventory { ${parts.map((part) => `optional ${part};`).join(' ')} }`),
    fc.array(fc.string()).map((parts) => `struct<${parts.join(':string,')}>`),
    fc.array(fc.string()).map((parts) => parts.join(', ')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...REPORT_FORMATS), schema, (format, text) => {
      try {
        const columns = readFileSchema(format, text);
        for (const { name } of columns) expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
        expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
      } catch (error) {
        expect(error).toBeInstanceOf(FileSchemaError);
      }
    }),
  );
});
