import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnType } from '../core/report/fields';
import type { ReportField, ReportRow } from './report-rows';

/** The Parquet type of each column type, and its spelling in `fileSchema`. */
const PARQUET: Record<ColumnType, { readonly element: Partial<SchemaElement>; readonly spelt: [string, string] }> = {
  string: {
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    spelt: ['binary', ' (STRING)'],
  },
  boolean: { element: { type: 'BOOLEAN' }, spelt: ['boolean', ''] },
  bigint: { element: { type: 'INT64' }, spelt: ['int64', ''] },
  timestamp: {
    element: {
      type: 'INT64',
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    },
    spelt: ['int64', ' (TIMESTAMP(MILLIS,true))'],
  },
};

const repetition = ({ presence }: ReportField): 'REQUIRED' | 'OPTIONAL' =>
  presence === 'always' ? 'REQUIRED' : 'OPTIONAL';

/** The schema of a report as its manifest spells it, with S3's spaces. */
export function fileSchema(fields: readonly ReportField[]): string {
  const columns = fields.map((field) => {
    const [physical, logical] = PARQUET[field.type].spelt;
    return `  ${repetition(field).toLowerCase()} ${physical} ${field.column}${logical};`;
  });
  return `message s3.inventory {${columns.join('')}}`;
}

/** Makes a data file: Parquet, snappy, with the message type `s3.inventory`. */
export function parquetFile(fields: readonly ReportField[], rows: readonly ReportRow[]): Uint8Array {
  const schema: SchemaElement[] = [
    { name: 's3.inventory', num_children: fields.length },
    ...fields.map((field) => ({
      name: field.column,
      repetition_type: repetition(field),
      ...PARQUET[field.type].element,
    })),
  ];
  const columnData = fields.map(({ column }) => ({ name: column, data: rows.map((row) => row[column] ?? null) }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, codec: 'SNAPPY', createdBy: 'orgs3 sandbox' }));
}
