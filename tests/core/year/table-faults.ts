import { z } from 'zod';
import type { GlueColumn, PartitionInput, TableInput } from '../../../core/catalog/catalog';
import { columnsId, PARTITION_PARAMETERS } from '../../../core/catalog/partitions';
import {
  ASSET_TABLES,
  REGIONAL_TABLES,
  specOf,
  type TableKind,
  type TablePair,
  type TableSpec,
} from '../../../core/catalog/tables';
import { viewsOf } from '../../../core/catalog/views';
import { readFileSchema } from '../../../core/report/file-schema';
import { DAY } from '../../../core/text/time';
import { csvFileSchema } from '../../../sandbox/report-csv';
import type { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { reportsDaysOn } from './calendar';
import type { SimulatedYear } from './simulated-year';
import { registerPlace, type YearReport } from './year-report';

/** A partition, and the report that it shows. */
interface ShownReport {
  readonly spec: TableSpec;
  readonly table: TableInput;
  readonly partition: PartitionInput;
  readonly report: YearReport | undefined;
}

/** Every fault of all tables and views after the pass of a day. */
export function faultsAfterPass(year: SimulatedYear, day: number): string[] {
  const { now } = year.objects;
  const live = [...year.reports.values()].filter(
    (report) => year.isWhole(report) && report.key.scanStarted >= now - reportsDaysOn(day) * DAY,
  );
  const known = live.filter(({ completeSince }) => completeSince <= now - DAY);
  const facts = { year, live: new Set(live), known };
  return [
    ...regionFaults(facts),
    ...registerFaults(facts),
    ...viewFaults(year.region, REGIONAL_TABLES),
    ...viewFaults(year.register, ASSET_TABLES),
    ...year.refusals.splice(0),
  ];
}

/** Partitions of which a file is gone: a query that reads one fails, or leaves it out. */
export function goneFiles(year: SimulatedYear): string[] {
  const all = [
    ...shownIn(year.region, 'history', year),
    ...shownIn(year.region, 'latest', year),
    ...shownIn(year.register, 'asset-history', year),
    ...shownIn(year.register, 'asset-latest', year),
  ];
  return all
    .filter(({ report }) => report === undefined || !year.isWhole(report))
    .map((shown) => `${nameOf(shown)}: files are gone`);
}

interface Facts {
  readonly year: SimulatedYear;
  /** Reports that are whole and have not expired. */
  readonly live: ReadonlySet<YearReport>;
  /** Those of them that were complete a day ago. */
  readonly known: readonly YearReport[];
}

function regionFaults({ year, live, known }: Facts): string[] {
  const history = shownIn(year.region, 'history', year);
  const latest = shownIn(year.region, 'latest', year);
  const newest = newestBy(history, ({ key: { bucket } }) => [bucket]);
  return [
    ...partitionFaults(history, live, ({ key: { bucket, dt } }) => [bucket, dt]),
    ...partitionFaults(latest, live, ({ key: { bucket } }) => [bucket]),
    ...missing(
      'history',
      known.filter((report) => !history.some((shown) => shown.report === report)),
    ),
    ...newestFaults('latest', newest, latest),
  ];
}

function registerFaults({ year, live, known }: Facts): string[] {
  const days = shownIn(year.register, 'asset-history', year);
  const latest = shownIn(year.register, 'asset-latest', year);
  const dayPlace = ({ key }: YearReport) => [key.dt.slice(0, 10), ...registerPlace(key)];
  const shown = newestBy(days, dayPlace);
  const newest = newestBy(days, ({ key }) => registerPlace(key));
  return [
    ...partitionFaults(days, live, dayPlace),
    ...partitionFaults(latest, live, ({ key }) => registerPlace(key)),
    ...missing(
      'asset-history',
      known.filter((report) => (shown.get(dayPlace(report).join(' '))?.key.dt ?? '') < report.key.dt),
    ),
    ...newestFaults('asset-latest', newest, latest),
  ];
}

/** Partitions of one kind of table that show a report which is not live, at another place than its own, or with other columns. */
function partitionFaults(
  shown: readonly ShownReport[],
  live: ReadonlySet<YearReport>,
  placeOf: (report: YearReport) => readonly string[],
): string[] {
  const places = new Set<string>();
  return shown.flatMap((each) => {
    const { table, partition, report } = each;
    const faults: string[] = [];
    const place = partition.Values.join(' ');
    if (report === undefined || !live.has(report)) faults.push('has expired or is not whole');
    else {
      if (placeOf(report).join(' ') !== place) faults.push('is at another place');
      if (!fitsTable(each, report)) faults.push('is in a table of other columns');
    }
    if (places.has(place)) faults.push('is shown twice');
    places.add(place);
    const { Columns } = partition.StorageDescriptor;
    const wanted = table.StorageDescriptor.Columns;
    if (!Columns.every(({ Name, Type }, index) => wanted[index]?.Name === Name && wanted[index].Type === Type))
      faults.push('has columns in another order than its table');
    if (partition.Parameters[PARTITION_PARAMETERS.columns] !== idOf(Columns)) faults.push('names other columns');
    return faults.map((fault) => `${nameOf(each)} ${fault}`);
  });
}

const ids = new Map<string, string>();

/** Returns `columnsId`, which takes long, once for the same columns. */
function idOf(columns: readonly GlueColumn[]): string {
  const text = columns.map(({ Name, Type }) => `${Name} ${Type}`).join();
  const id = ids.get(text) ?? columnsId(columns);
  ids.set(text, id);
  return id;
}

/** The table is one of the report's format; of CSV, its columns are the report's. */
function fitsTable({ spec, table }: ShownReport, { settings, fields }: YearReport): boolean {
  if (spec.format !== settings.format) return false;
  const columns = table.StorageDescriptor.Columns.map(({ Name }) => Name);
  if (spec.format !== 'CSV') {
    const isAsset = spec.kind === 'asset-history' || spec.kind === 'asset-latest';
    return fields.every(({ column }) => (isAsset && column === 'bucket') || columns.includes(column));
  }
  const own = readFileSchema('CSV', csvFileSchema(fields)).map(({ name }) => name);
  return columns.map((name) => name.replace(/^reported_/, '')).join() === own.join();
}

function newestFaults(
  kind: TableKind,
  newest: ReadonlyMap<string, YearReport>,
  latest: readonly ShownReport[],
): string[] {
  const shown = new Map(latest.map((each) => [each.partition.Values.join(' '), each]));
  return [
    ...[...newest].flatMap(([place, report]) => {
      const location = shown.get(place)?.partition.StorageDescriptor.Location;
      return location === report.key.location
        ? []
        : [`${kind} of ${place} shows ${location ?? 'nothing'} instead of ${report.key.dt}`];
    }),
    ...[...shown].flatMap(([place, each]) => (newest.has(place) ? [] : [`${nameOf(each)} is in no history`])),
  ];
}

const missing = (kind: TableKind, reports: readonly YearReport[]) =>
  reports.map(({ key: { bucket, account, dt } }) => `${kind} lacks ${account} ${bucket} ${dt}`);

function newestBy(
  shown: readonly ShownReport[],
  placeOf: (report: YearReport) => readonly string[],
): Map<string, YearReport> {
  const newest = new Map<string, YearReport>();
  for (const { report } of shown) {
    if (report === undefined) continue;
    const place = placeOf(report).join(' ');
    if (report.key.dt > (newest.get(place)?.key.dt ?? '')) newest.set(place, report);
  }
  return newest;
}

/** All partitions of the tables of a kind. */
export function shownIn(catalog: InMemoryCatalog, kind: TableKind, { reports }: SimulatedYear): ShownReport[] {
  return [...catalog.tables].flatMap(([name, { input: table }]) => {
    const spec = specOf(kind, name);
    if (spec === undefined) return [];
    return [...(catalog.partitions.get(name)?.values() ?? [])].map((partition) => ({
      spec,
      table,
      partition,
      report: reports.get(partition.StorageDescriptor.Location),
    }));
  });
}

/** Views whose statement names other tables than there are. */
function viewFaults(catalog: InMemoryCatalog, pair: TablePair): string[] {
  return viewsOf(pair).flatMap(({ name, kind }) => {
    const tables = [...catalog.tables.keys()].filter((each) => specOf(kind, each) !== undefined).sort();
    const viewed = viewedTables(catalog.tables.get(name)?.input);
    return tables.join() === viewed.join() ? [] : [`${name} reads ${viewed.join()} and not ${tables.join()}`];
  });
}

const viewSchema = z.object({ originalSql: z.string() });

/** The tables that the statement of a view names, sorted. */
function viewedTables(view: TableInput | undefined): string[] {
  const encoded = /^\/\* Presto View: (\S+) \*\/$/.exec(view?.ViewOriginalText ?? '')?.[1];
  if (encoded === undefined) return [];
  const { originalSql } = viewSchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  return [...originalSql.matchAll(/FROM "[^"]+"\."([^"$]+)(?:\$partitions)?"/g)].map(([, name = '']) => name).sort();
}

const nameOf = ({ spec: { name }, partition: { Values } }: ShownReport) => `${name} ${Values.join(' ')}`;
