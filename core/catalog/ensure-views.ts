import { Orgs3Error } from '../errors';
import type { Catalog, CatalogTable } from './catalog';
import { planView } from './plan-view';
import type { TablePair } from './tables';
import { readTablesInUse, type TableInUse, type TablesInUse } from './tables-in-use';
import { type MaintainedView, viewsOf } from './views';

/** Attempts to write a view that another invocation writes at the same time. */
const ATTEMPTS = 5;

/** A database that was read a moment ago. */
export interface ReadDatabase {
  /** The tables of a pair, with the changes made since. */
  readonly tables: TablesInUse;
  /** All tables and views as they were read. */
  readonly read: readonly CatalogTable[];
}

/**
 * Sees that the views over a pair are made of the tables there are. A view that is not is read once more, then the tables, and it is
 * written only as it was read: of two invocations that change tables at once, the slower one finds the view changed and reads the
 * tables again.
 *
 * Costs nothing where the views are right; else per view one `GetTable`, one `GetTables` and one call that writes it.
 *
 * @throws Orgs3Error where others were faster at every attempt
 */
export async function ensureViews(catalog: Catalog, pair: TablePair, { tables, read }: ReadDatabase): Promise<void> {
  for (const view of viewsOf(pair)) {
    const own = tablesOf(view, tables);
    const existing = read.find(({ input }) => input.Name === view.name);
    if (own.length === 0 || planView(view, existing, own).action === 'none') continue;
    await writeView(catalog, view, async () => tablesOf(view, await readTablesInUse(catalog, pair)));
  }
}

const tablesOf = ({ kind }: MaintainedView, { history, latest }: TablesInUse) =>
  [...history, ...latest].filter((table) => table.kind === kind);

async function writeView(
  catalog: Catalog,
  view: MaintainedView,
  readTables: () => Promise<readonly TableInUse[]>,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await catalog.readTable(view.name);
    const tables = await readTables();
    if (tables.length === 0) return;
    const { action, input } = planView(view, existing, tables);
    if (action === 'none') return;
    const written =
      action === 'create' ? await catalog.createTable(input, []) : await catalog.updateTable(input, existing?.version);
    if (written === 'done') return;
  }
  throw new Orgs3Error(`View ${catalog.database}.${view.name} was changed by others at each of ${ATTEMPTS} attempts`);
}
