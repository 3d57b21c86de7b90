import type { PartitionInput } from '../../core/catalog/catalog';
import { columnsId } from '../../core/catalog/partitions';
import { specOf, type TableKind } from '../../core/catalog/tables';
import type { ReportKey } from '../../core/report/report-key';
import type { InMemoryCatalog } from '../../tests/core/catalog/in-memory-catalog';

/** Counts of places and reports that the tables show wrongly. */
export interface Defects {
  /** Places that show another report than the newest, a report that is gone, or columns out of order. */
  readonly wrong: number;
  /** Reports that no table shows. */
  readonly lost: number;
  /** Places that more than one table shows. */
  readonly twice: number;
}

/** The tables, and the reports that they have to show. */
export interface Comparison {
  readonly region: InMemoryCatalog;
  readonly register: InMemoryCatalog;
  /** Reports that are there and have not expired, oldest first. */
  readonly live: readonly ReportKey[];
  /** A pass has dropped what expired; before it, the tables may still show that. */
  readonly isAfterPass: boolean;
}

/** Counts what the tables of a Region and of the asset register show wrongly. */
export function countDefects({ region, register, live, isAfterPass }: Comparison): Defects {
  const place = ({ account, bucket }: ReportKey) => [account, 'eu-west-1', bucket];
  const parts = [
    compare(
      region,
      'history',
      newestBy(live, ({ bucket, dt }) => [bucket, dt]),
      isAfterPass,
    ),
    compare(
      region,
      'latest',
      newestBy(live, ({ bucket }) => [bucket]),
      isAfterPass,
    ),
    compare(
      register,
      'asset-history',
      newestBy(live, (key) => [key.dt.slice(0, 10), ...place(key)]),
      isAfterPass,
    ),
    compare(register, 'asset-latest', newestBy(live, place), isAfterPass),
  ];
  const sum = (count: (part: Defects) => number) => parts.reduce((total, part) => total + count(part), 0);
  return { wrong: sum(({ wrong }) => wrong), lost: sum(({ lost }) => lost), twice: sum(({ twice }) => twice) };
}

/** The location that each place has to show. */
function newestBy(live: readonly ReportKey[], valuesOf: (key: ReportKey) => string[]): Map<string, string> {
  const sorted = [...live].sort((a, b) => (a.dt < b.dt ? -1 : 1));
  return new Map(sorted.map((key) => [valuesOf(key).join(' '), key.location]));
}

function compare(
  catalog: InMemoryCatalog,
  kind: TableKind,
  wanted: ReadonlyMap<string, string>,
  isAfterPass: boolean,
): Defects {
  const shown = new Map<string, PartitionInput[]>();
  let wrong = 0;
  for (const [name, partitions] of catalog.partitions) {
    if (specOf(kind, name) === undefined) continue;
    const columns = catalog.tables.get(name)?.input.StorageDescriptor.Columns ?? [];
    const ids = new Set(columns.map((_, index) => columnsId(columns.slice(0, index + 1))));
    for (const partition of partitions.values()) {
      const place = partition.Values.join(' ');
      shown.set(place, [...(shown.get(place) ?? []), partition]);
      if (!ids.has(columnsId(partition.StorageDescriptor.Columns))) wrong += 1;
    }
  }
  let lost = 0;
  if (process.env['DBG'])
    for (const [p, f] of shown)
      if (f.length > 1 || (wanted.has(p) && !f.some((x) => x.StorageDescriptor.Location === wanted.get(p))))
        console.log(
          kind,
          isAfterPass,
          p,
          f.map((x) => [
            x.StorageDescriptor.Location.slice(-20),
            x.StorageDescriptor.SerdeInfo.SerializationLibrary.slice(-12),
            x.StorageDescriptor.Columns.map((c) => c.Name).join(),
          ]),
          'wanted',
          wanted.get(p)?.slice(-20),
        );
  for (const [place, location] of wanted) {
    const found = shown.get(place) ?? [];
    if (found.length === 0) lost += 1;
    else if (!found.some(({ StorageDescriptor }) => StorageDescriptor.Location === location)) wrong += 1;
  }
  if (isAfterPass) wrong += [...shown.keys()].filter((place) => !wanted.has(place)).length;
  return { wrong, lost, twice: [...shown.values()].filter((found) => found.length > 1).length };
}
