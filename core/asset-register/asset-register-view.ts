import { ASSET_KEYS } from '../catalog/tables';
import type { VerifiedReport } from '../report/manifest';

const KEYS: ReadonlySet<string> = new Set(ASSET_KEYS);

/**
 * Converts a report into the form that the asset register's tables show. No column may have the name of a partition key, but every
 * report has a column `bucket`. The column is left out, since the partition key has the same value. In CSV, which is read by position,
 * the column stays under the name `reported_bucket`.
 */
export function assetRegisterView(report: VerifiedReport): VerifiedReport {
  const columns =
    report.format === 'CSV'
      ? report.columns.map((column) =>
          KEYS.has(column.name) ? { ...column, name: `reported_${column.name}` } : column,
        )
      : report.columns.filter(({ name }) => !KEYS.has(name));
  return { ...report, columns };
}
