import { DATABASE } from '../inventory/names';
import type { CatalogTable, TableInput } from './catalog';
import { type FormatTable, isJoinable, joinedSelect, viewColumns, viewName } from './joined-tables';
import { type TableKind, glueColumns, tableSpec } from './tables';
import { REPORT_FORMATS } from '../inventory/fields';

/** Marks a view that this project made: only such a one is ever replaced. */
export const VIEW_PARAMETER = 'orgs3.view';

/** What a view needs to show all tables of its kind. */
export type ViewPlan =
  | { readonly action: 'none' }
  /** `input` is the whole view, as it will be. */
  | { readonly action: 'create' | 'update'; readonly input: TableInput };

/** What a view is planned from. */
export interface ViewRequest {
  readonly kind: TableKind;
  /** The tables of this kind that exist, in any order. */
  readonly tables: readonly CatalogTable[];
  /** The view; read it before the tables, so that an update fails where another invocation knew more of them. */
  readonly existing: CatalogTable | undefined;
}

/**
 * Plans `inventory_all` or `inventory_latest_all`: one set of columns over the tables of all formats. Planning again does nothing. A table or
 * view of that name that somebody else made is left alone, and so is a table that is not partitioned as ours are.
 */
export function planView({ kind, tables, existing }: ViewRequest): ViewPlan {
  const ours = existing === undefined || existing.input.Parameters?.[VIEW_PARAMETER] !== undefined;
  const joined = formatTables(kind, tables);
  if (!ours || joined.length === 0) return { action: 'none' };
  const text = originalText(kind, joined);
  if (existing?.input.ViewOriginalText === text) return { action: 'none' };
  return {
    action: existing === undefined ? 'create' : 'update',
    input: {
      ...existing?.input,
      Name: viewName(kind),
      Description: DESCRIPTION[kind],
      TableType: 'VIRTUAL_VIEW',
      Parameters: { ...existing?.input.Parameters, ...PARAMETERS },
      PartitionKeys: [],
      StorageDescriptor: { Columns: glueColumns(viewColumns(kind, joined)), Location: '', SerdeInfo: {} },
      ViewOriginalText: text,
      ViewExpandedText: '/* Presto View */',
    },
  };
}

const DESCRIPTION = {
  history: 'Every S3 Inventory report of this Region in whatever format, with one set of columns',
  latest:
    'The newest S3 Inventory report of every source bucket of this Region in whatever format, with one set of columns',
} as const;

/** By the first two, Athena knows a view. */
const PARAMETERS = { presto_view: 'true', comment: 'Presto View', [VIEW_PARAMETER]: 'all-formats' } as const;

/** In a fixed order, so that the same tables make the same text. */
function formatTables(kind: TableKind, tables: readonly CatalogTable[]): FormatTable[] {
  return REPORT_FORMATS.flatMap((format) => {
    const { name } = tableSpec(kind, format);
    const input = tables.find((table) => table.input.Name === name)?.input;
    if (input === undefined || !isJoinable(kind, input.PartitionKeys.map(({ Name }) => Name))) return []; // prettier-ignore
    return [{ name, format, columns: input.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type })) }]; // prettier-ignore
  });
}

/**
 * A view as Athena itself writes one into Glue.
 *
 * @see https://trino.io/docs/current/connector/hive.html (views)
 */
function originalText(kind: TableKind, tables: readonly FormatTable[]): string {
  const view = {
    originalSql: joinedSelect(kind, tables, trinoType),
    catalog: 'awsdatacatalog',
    schema: DATABASE,
    columns: viewColumns(kind, tables).map(({ name, type }) => ({ name, type: trinoType(type) })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(view), 'utf8').toString('base64')} */`;
}

const TRINO_TYPES: Readonly<Record<string, string>> = {
  string: 'varchar',
  int: 'integer',
  float: 'real',
  timestamp: 'timestamp(3)',
};

/** Glue's name of a type as Trino, hence Athena's engine 3, spells it. */
const trinoType = (type: string) => TRINO_TYPES[type] ?? type;
