import { Orgs3Error } from '../errors';
import { REPORT_FORMATS } from '../report/fields';
import type { Catalog } from './catalog';
import { type FormatTable, type JoinedKind, viewName } from './joined-tables';
import { planView } from './plan-view';
import { tableSpec } from './tables';

/** Attempts to write a view while other invocations write it, too. */
const ATTEMPTS = 5;

/**
 * Makes the views `inventory_all` and `inventory_latest_all` join all tables that exist. A view is read before its tables, and is
 * written only if nobody changed it since. If two invocations change tables at once, the slower one finds the view changed and reads
 * the tables again.
 *
 * Costs four `GetTable` per view, and one more call if the view has to be created or changed.
 *
 * @throws Orgs3Error if other invocations changed the view at every attempt
 */
export async function ensureViews(catalog: Catalog): Promise<void> {
  for (const kind of ['history', 'latest'] as const) await ensureView(catalog, kind);
}

async function ensureView(catalog: Catalog, kind: JoinedKind): Promise<void> {
  const name = viewName(kind);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await catalog.readTable(name);
    const tables = await formatTables(catalog, kind);
    if (tables.length === 0) return;
    const { action, input } = planView(kind, existing, tables);
    if (action === 'none') return;
    const written =
      action === 'create' ? await catalog.createTable(input, []) : await catalog.updateTable(input, existing?.version);
    if (written === 'done') return;
  }
  throw new Orgs3Error(
    `View ${catalog.database}.${name} was changed by others at each of ${ATTEMPTS} attempts. ` +
      'The next change of a table or the next reconciliation writes it.',
  );
}

async function formatTables(catalog: Catalog, kind: JoinedKind): Promise<FormatTable[]> {
  const tables: FormatTable[] = [];
  for (const format of REPORT_FORMATS) {
    const table = await catalog.readTable(tableSpec(kind, format).name);
    if (table !== undefined) tables.push({ format, columns: table.input.StorageDescriptor.Columns });
  }
  return tables;
}
