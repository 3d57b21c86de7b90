import type { Column } from '../report/file-schema';
import type { VerifiedReport } from '../report/manifest';
import type { CatalogTable, GlueColumn, TableInput } from './catalog';
import { type TableSpec, glueColumns, partitionKeys, tableInput } from './tables';

/** A report that the catalog cannot take, and the reason. */
export interface CatalogRefusal {
  readonly report: VerifiedReport;
  readonly reason: string;
}

/** The change that a table needs before it can hold the partitions of some reports. */
export interface TablePlan {
  readonly action: 'none' | 'create' | 'update';
  /** The table after the change. */
  readonly input: TableInput;
  readonly accepted: readonly VerifiedReport[];
  readonly refused: readonly CatalogRefusal[];
}

/** The input for the plan of a table. */
export interface TableRequest {
  readonly spec: TableSpec;
  /** `undefined` if the table does not exist yet. */
  readonly existing: CatalogTable | undefined;
  /** At least one, all of the table's format. If two contradict each other, the first one is accepted. */
  readonly reports: readonly VerifiedReport[];
  /** The folder above all reports, as the location of a new table; ends in `/`. */
  readonly location: string;
}

/**
 * Plans one table for some reports. Columns are added, but never dropped, and never change their type. A report that would need
 * such a change is refused; the others are accepted.
 */
export function planTable({ spec, existing, reports, location }: TableRequest): TablePlan {
  const before = existing?.input ?? tableInput(spec, [], location);
  const misfit = keysMisfit(spec, before);
  if (misfit !== undefined)
    return {
      action: 'none',
      input: before,
      accepted: [],
      refused: reports.map((report) => ({ report, reason: misfit })),
    };
  const descriptor = before.StorageDescriptor;
  const { columns, accepted, refused } = fit(spec, descriptor.Columns, reports);
  const grown = columns.length > descriptor.Columns.length;
  return {
    action: grown ? (existing === undefined ? 'create' : 'update') : 'none',
    input: { ...before, StorageDescriptor: { ...descriptor, Columns: [...columns] } },
    accepted,
    refused,
  };
}

/** Checks the reports one by one, and adds the columns of those that fit. */
function fit(spec: TableSpec, before: readonly GlueColumn[], reports: readonly VerifiedReport[]) {
  let columns = before;
  const accepted: VerifiedReport[] = [];
  const refused: CatalogRefusal[] = [];
  for (const report of reports) {
    const reason = columnsMisfit(spec, columns, report.columns);
    if (reason === undefined) {
      accepted.push(report);
      columns = withColumns(columns, report.columns);
    } else refused.push({ report, reason });
  }
  return { columns, accepted, refused };
}

function withColumns(columns: readonly GlueColumn[], more: readonly Column[]): readonly GlueColumn[] {
  const known = new Set(columns.map(({ Name }) => Name));
  const added = more.filter(({ name }) => !known.has(name));
  return added.length === 0 ? columns : [...columns, ...glueColumns(added)];
}

/** The reason that a report's columns do not fit into the table; `undefined` if they fit. */
function columnsMisfit(
  spec: TableSpec,
  columns: readonly GlueColumn[],
  reported: readonly Column[],
): string | undefined {
  const types = new Map(columns.map(({ Name, Type }) => [Name, Type.toLowerCase()]));
  const retyped = reported.find(({ name, type }) => (types.get(name) ?? type) !== type);
  if (retyped !== undefined)
    return `column ${retyped.name} is ${retyped.type} in the report and ${types.get(retyped.name)} in table ${spec.name}; columns never change their type`;
  if (spec.format !== 'CSV' || columns.length === 0) return undefined;
  const found = columns.map(({ Name }) => Name).join(', ');
  const wanted = reported.map(({ name }) => name).join(', ');
  return found === wanted
    ? undefined
    : `table ${spec.name} has the columns (${found}) instead of (${wanted}), and CSV is read by position; drop or rename it, it is made anew`;
}

/** The reason that a table of this name has other partition keys than ours; `undefined` if it has ours. */
function keysMisfit(spec: TableSpec, table: TableInput): string | undefined {
  const wanted = partitionKeys(spec.kind).map(({ Name }) => Name);
  const found = table.PartitionKeys.map(({ Name }) => Name);
  if (found.join() === wanted.join()) return undefined;
  return `table ${spec.name} is partitioned by (${found.join(', ')}) instead of (${wanted.join(', ')}); drop or rename it, and the next report creates it again`;
}

/** Compares reports by age, the oldest first. Batches are planned in this order, so that a table gets the columns that it would get one report at a time. */
export const byAge = (a: VerifiedReport, b: VerifiedReport) =>
  a.key.dt === b.key.dt ? compare(a.key.bucket, b.key.bucket) : compare(a.key.dt, b.key.dt);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
