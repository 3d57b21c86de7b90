import { Orgs3Error } from '../../core/errors';
import { quoteName, quoteText } from './session';
import type { QueryTable } from '../aws/catalog-reader';

/** A format of data files that DuckDB reads. */
export interface DataFormat {
  /** Extension of the data files, with its dot. */
  readonly extension: string;
  /** Returns a table function over files; `files` is a path with wildcards, below folders named after the partition. */
  source(table: QueryTable, files: string): string;
}

const hiveOptions = ({ partitionKeys }: QueryTable) =>
  `hive_partitioning = ${partitionKeys.length > 0}, hive_types_autocast = false`;

/**
 * Parquet. Bytes without annotation are read as text, as Athena reads them: no column of a report holds other bytes.
 *
 * @see https://duckdb.org/docs/stable/data/parquet/overview#parameters
 */
const PARQUET: DataFormat = {
  extension: '.parquet',
  source: (table, files) =>
    `read_parquet(${quoteText(files)}, union_by_name = true, binary_as_string = true, ${hiveOptions(table)})`,
};

/**
 * CSV as S3 writes it: no header, every value quoted, columns by position. A column that was added later is null in older files.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
const CSV: DataFormat = {
  extension: '.csv.gz',
  source: (table, files) => {
    const columns = table.columns.map(({ name }) => `${quoteName(name)}: 'VARCHAR'`).join(', ');
    const dialect = `auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', compression = 'gzip'`;
    return `read_csv(${quoteText(files)}, columns = {${columns}}, ${dialect}, null_padding = true, allow_quoted_nulls = false, ${hiveOptions(table)})`;
  },
};

const BY_SERDE: Readonly<Record<string, DataFormat>> = {
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe': PARQUET,
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': CSV,
};

/**
 * Finds the format of a table's data files.
 *
 * @throws Orgs3Error where DuckDB has no reader for it
 */
export function dataFormat({ name, serde }: Pick<QueryTable, 'name' | 'serde'>): DataFormat {
  const found = BY_SERDE[serde];
  if (found !== undefined) return found;
  throw new Orgs3Error(
    `Table ${name} holds data for ${serde || 'no known reader'}; DuckDB reads Parquet and CSV reports only.`,
    { next: 'Use --engine athena, or set inventory.format to Parquet for future reports.' },
  );
}
