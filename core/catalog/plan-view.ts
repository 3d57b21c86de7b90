import type { CatalogTable, TableInput } from './catalog';
import { databaseOf, type JoinedTable, joinedTables, sqlType, viewName } from './joined-tables';
import type { TableKind } from './tables';

/** The change that a view needs. */
export interface ViewPlan {
  readonly action: 'none' | 'create' | 'update';
  readonly input: TableInput;
}

const DESCRIPTION = {
  history: 'Every S3 Inventory report of this Region, whatever its format',
  latest: 'The newest S3 Inventory report of every source bucket of this Region, whatever its format',
  'asset-history':
    'The newest S3 Inventory report of each day (UTC) of every source bucket of all Regions, whatever its format',
  'asset-latest': 'The newest S3 Inventory report of every source bucket of all Regions, whatever its format',
} as const satisfies Record<TableKind, string>;

/**
 * Plans the view over the tables of one kind.
 *
 * @param existing `undefined` where there is none
 * @param tables all of the kind; at least one
 */
export function planView(
  kind: TableKind,
  existing: CatalogTable | undefined,
  tables: readonly JoinedTable[],
): ViewPlan {
  const input = viewInput(kind, tables);
  if (existing === undefined) return { action: 'create', input };
  const same = existing.input.ViewOriginalText === input.ViewOriginalText;
  return { action: same ? 'none' : 'update', input };
}

/**
 * The view in the form that Athena stores in Glue: a comment holds the statement and its columns as JSON in base64.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-view.html
 */
function viewInput(kind: TableKind, tables: readonly JoinedTable[]): TableInput {
  const { columns, sql } = joinedTables(kind, tables);
  const view = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: databaseOf(kind),
    columns: columns.map(({ Name, Type }) => ({ name: Name, type: prestoType(Type) })),
  };
  return {
    Name: viewName(kind),
    Description: DESCRIPTION[kind],
    TableType: 'VIRTUAL_VIEW',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    ViewOriginalText: `/* Presto View: ${base64(JSON.stringify(view))} */`,
    ViewExpandedText: '/* Presto View */',
    PartitionKeys: [],
    StorageDescriptor: {
      Columns: columns.map((column) => ({ ...column })),
      Location: '',
      InputFormat: '',
      OutputFormat: '',
      // Glue refuses an empty text here.
      SerdeInfo: { SerializationLibrary: '-', Parameters: {} },
    },
  };
}

const prestoType = (type: string) => (type === 'timestamp' ? 'timestamp(3)' : sqlType(type));

/** Encodes ASCII: column names are ASCII, since `readFileSchema` refuses others. */
const base64 = (text: string) => btoa(text);
