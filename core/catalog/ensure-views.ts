import { Orgs3Error } from '../errors';
import type { Catalog, CatalogTable } from './catalog';
import { viewName } from './joined-tables';
import { planView } from './plan-view';
import type { TableKind, TablePair } from './tables';
import { readTablesInUse, type TablesInUse } from './tables-in-use';

/** How often the tables are read again where another one writes a view at the same time. */
const ATTEMPTS = 5;

/** A database that was read a moment ago. */
export interface ReadDatabase {
  /** The tables of a pair, with the changes made since. */
  readonly tables: TablesInUse;
  /** All tables and views as they were read. */
  readonly read: readonly CatalogTable[];
}

/**
 * Sees that the two views of a pair join the tables there are. A view that does not is read once more, then the tables, and it is
 * written only as it was read: of two invocations that change tables at once, the slower one finds the view changed and reads the
 * tables again.
 *
 * Costs nothing where the views are right; else per view one `GetTable`, one `GetTables` and one call that writes it.
 *
 * @throws Orgs3Error where others were faster at every attempt
 */
export async function ensureViews(catalog: Catalog, pair: TablePair, { tables, read }: ReadDatabase): Promise<void> {
  for (const part of ['history', 'latest'] as const) {
    const kind = pair[part];
    const existing = read.find(({ input }) => input.Name === viewName(kind));
    if (tables[part].length === 0 || planView(kind, existing, tables[part]).action === 'none') continue;
    await writeView(catalog, kind, async () => (await readTablesInUse(catalog, pair))[part]);
  }
}

async function writeView(
  catalog: Catalog,
  kind: TableKind,
  readTables: () => Promise<TablesInUse['history']>,
): Promise<void> {
  const name = viewName(kind);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await catalog.readTable(name);
    const tables = await readTables();
    if (tables.length === 0) return;
    const { action, input } = planView(kind, existing, tables);
    if (action === 'none') return;
    const written =
      action === 'create' ? await catalog.createTable(input, []) : await catalog.updateTable(input, existing?.version);
    if (written === 'done') return;
  }
  throw new Orgs3Error(`View ${catalog.database}.${name} was changed by others at each of ${ATTEMPTS} attempts`);
}
