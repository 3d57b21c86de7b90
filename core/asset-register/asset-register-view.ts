import { ASSET_KEYS } from '../catalog/tables';
import type { VerifiedReport } from '../report/manifest';

const KEYS: ReadonlySet<string> = new Set(ASSET_KEYS);

/**
 * A report as the register's tables show it. No column may have the name of a partition key, and every report has a column
 * `bucket`: it is left out, since the key says the same. CSV is read by position, so that there the column stays, as
 * `reported_bucket`.
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
