/** Amount of data read for one Region's result. */
export type ReadReport = AthenaReport | DuckdbReport;

export interface AthenaReport {
  readonly engine: 'athena';
  readonly bytesScanned: number;
  /** Id of the query execution. */
  readonly id: string;
}

export interface DuckdbReport {
  readonly engine: 'duckdb';
  /** Registered partitions of the tables that the statement names. */
  readonly partitions: number;
  /** Partitions that remain after the statement's filters. */
  readonly partitionsRead: number;
  /** Partitions read whose report is no longer in the bucket. */
  readonly partitionsGone: number;
  readonly files: number;
  readonly bytes: number;
}

const MIB = 2 ** 20;
const TIB = 2 ** 40;
/** US dollars per TB scanned, list price in us-east-1. @see https://aws.amazon.com/athena/pricing/ */
export const ATHENA_PRICE_PER_TB = 5;

/**
 * US dollars for one query at list price. Bytes are rounded up to a megabyte, with a minimum of 10 MB. A statement that scans
 * nothing, such as DDL, is free.
 */
export function athenaCost(bytesScanned: number): number {
  if (bytesScanned === 0) return 0;
  const billed = Math.max(Math.ceil(bytesScanned / MIB), 10) * MIB;
  return (billed / TIB) * ATHENA_PRICE_PER_TB;
}

/** One line on the data read and the cost in a Region. */
export function describeRead(region: string, report: ReadReport): string {
  if (report.engine === 'athena') return `${region}: ${scanned(report.bytesScanned, athenaCost(report.bytesScanned))}`;
  const { partitions, partitionsRead, partitionsGone, files, bytes } = report;
  if (partitions === 0) return `${region}: read no report`;
  const gone =
    partitionsGone === 0
      ? ''
      : `; ${count(partitionsGone, 'partition')} without a report in the bucket (expired?) read as empty, as Athena does`;
  return `${region}: read ${partitionsRead} of ${count(partitions, 'partition')}, ${count(files, 'file')}, ${formatBytes(bytes)}${gone}`;
}

/** One line on the total of all Regions; undefined for a single Region. */
export function describeTotal(reports: readonly ReadReport[]): string | undefined {
  const athena = reports.filter((report) => report.engine === 'athena');
  if (reports.length < 2) return undefined;
  if (athena.length === 0) {
    const duckdb = reports.filter((report) => report.engine === 'duckdb');
    return `total: ${count(sum(duckdb.map(({ files }) => files)), 'file')}, ${formatBytes(sum(duckdb.map(({ bytes }) => bytes)))}`;
  }
  const bytes = athena.map(({ bytesScanned }) => bytesScanned);
  return `total: ${scanned(sum(bytes), sum(bytes.map(athenaCost)))}`;
}

const scanned = (bytes: number, dollars: number) =>
  `scanned ${formatBytes(bytes)}, about $${dollars.toFixed(decimals(dollars))} (list price in us-east-1)`;

const decimals = (dollars: number) => (dollars === 0 ? 0 : dollars < 0.01 ? 6 : 2);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Formats bytes in powers of 1024: `512 B`, `1.5 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? ''}`;
}
