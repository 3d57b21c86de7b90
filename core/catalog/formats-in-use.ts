import { REPORT_FORMATS, type ReportFormat } from '../report/fields';
import type { Catalog } from './catalog';
import { type TablePair, tableSpec } from './tables';

/** Finds the formats whose two tables both exist. Costs two `GetTable` per format. @throws AwsCallError if Glue refuses */
export async function formatsInUse(catalog: Catalog, { history, latest }: TablePair): Promise<Set<ReportFormat>> {
  const formats = new Set<ReportFormat>();
  for (const format of REPORT_FORMATS) {
    const tables = [tableSpec(history, format), tableSpec(latest, format)];
    const found = await Promise.all(tables.map(({ name }) => catalog.readTable(name)));
    if (found.every((table) => table !== undefined)) formats.add(format);
  }
  return formats;
}
