import type { Partition, PartitionError, StorageDescriptor as GlueDescriptor, Table } from '@aws-sdk/client-glue';
import type {
  CatalogPartition,
  CatalogTable,
  EntryFailure,
  PartitionFilter,
  StorageDescriptor,
} from '../../core/catalog/catalog';
import { PARTITION_KEYS } from '../../core/report/file-schema';

/** A table of Glue with everything that `UpdateTable` takes: what others have set stays as it is. */
export function catalogTable(name: string, table: Table): CatalogTable {
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

/** A partition of Glue; its location is empty where Glue has none. */
export const catalogPartition = ({ Values = [], StorageDescriptor, Parameters = {} }: Partition): CatalogPartition => ({
  values: Values,
  location: StorageDescriptor?.Location ?? '',
  parameters: Parameters,
});

/** An error of Glue for one entry of a batch. */
export const entryFailure = (values: string[] = [], detail: PartitionError['ErrorDetail'] = {}): EntryFailure => ({
  values,
  code: detail.ErrorCode ?? 'UnknownError',
  message: detail.ErrorMessage ?? 'Glue gave no reason',
});

/**
 * A filter in Glue's own language.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html (Expression)
 */
export function expressionOf(filter: PartitionFilter): string {
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
