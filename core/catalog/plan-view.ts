import type { CatalogTable, TableInput } from './catalog';
import { databaseOf, type JoinedTable, sqlType } from './joined-tables';
import type { MaintainedView } from './views';

/** The change that a view needs. */
export interface ViewPlan {
  readonly action: 'none' | 'create' | 'update';
  readonly input: TableInput;
}

/**
 * Plans a view.
 *
 * @param existing `undefined` where there is none
 * @param tables all that it is made of; at least one
 */
export function planView(
  view: MaintainedView,
  existing: CatalogTable | undefined,
  tables: readonly JoinedTable[],
): ViewPlan {
  const input = viewInput(view, tables);
  if (existing === undefined) return { action: 'create', input };
  if (isForeign(view, existing.input)) return { action: 'none', input };
  const same = existing.input.ViewOriginalText === input.ViewOriginalText;
  return { action: same ? 'none' : 'update', input };
}

/** Tells whether somebody else has a table or a view of that name: it is left as it is. */
const isForeign = ({ description, isOldName }: MaintainedView, { TableType, Description }: TableInput) =>
  TableType !== 'VIRTUAL_VIEW' || (!isOldName && Description !== description);

/**
 * The view in the form that Athena stores in Glue: a comment holds the statement and its columns as JSON in base64.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-view.html
 */
function viewInput({ name, description, kind, define }: MaintainedView, tables: readonly JoinedTable[]): TableInput {
  const { columns, sql } = define(tables);
  const view = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: databaseOf(kind),
    columns: columns.map(({ Name, Type }) => ({ name: Name, type: prestoType(Type) })),
  };
  return {
    Name: name,
    Description: description,
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
