import { DATABASE } from '../names/names';
import type { CatalogTable, TableInput } from './catalog';
import { type FormatTable, type JoinedKind, joinedTables, sqlType, viewName } from './joined-tables';

/** The change that a view needs. */
export interface ViewPlan {
  readonly action: 'none' | 'create' | 'update';
  readonly input: TableInput;
}

const DESCRIPTION = {
  history: 'Every S3 Inventory report of this Region, whatever its format',
  latest: 'The newest S3 Inventory report of every source bucket of this Region, whatever its format',
} as const;

/**
 * Plans the view over the tables of one kind.
 *
 * @param existing the present view; `undefined` if there is none
 * @param tables the tables of all formats in use; at least one
 */
export function planView(
  kind: JoinedKind,
  existing: CatalogTable | undefined,
  tables: readonly FormatTable[],
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
function viewInput(kind: JoinedKind, tables: readonly FormatTable[]): TableInput {
  const { columns, sql } = joinedTables(kind, tables);
  const view = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: DATABASE,
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
