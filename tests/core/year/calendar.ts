import { REPORT_FIELDS, type Frequency, type ObjectVersions, type ReportFormat } from '../../../core/report/fields';
import type { ReportField } from '../../../sandbox/report-rows';

/** Number of days that are simulated. */
export const DAYS = 400;

/** The first midnight: epoch milliseconds. It is a Thursday. */
export const START = Date.UTC(2026, 0, 1);

/** The inventory settings of one bucket. */
export interface Settings {
  readonly format: ReportFormat;
  readonly fields: readonly string[];
  readonly versions: ObjectVersions;
}

const FEW = ['Size', 'StorageClass'];
const SOME = ['Size', 'LastModifiedDate', 'StorageClass', 'EncryptionStatus'];
const MORE = ['Size', 'LastModifiedDate', 'ETag', 'StorageClass', 'EncryptionStatus'];

/** Changes of the settings, by day. */
const CHANGES: readonly (readonly [day: number, change: Partial<Settings>])[] = [
  [0, { format: 'Parquet', fields: SOME, versions: 'Current' }],
  [25, { fields: MORE }],
  [50, { format: 'CSV' }],
  [70, { versions: 'All' }],
  [85, { fields: FEW }],
  [95, { versions: 'Current' }],
  [105, { fields: MORE }],
  [140, { format: 'ORC' }],
  [165, { fields: SOME }],
  [180, { versions: 'All' }],
  [190, { format: 'Parquet' }],
  [250, { format: 'CSV', fields: MORE }],
  [265, { format: 'Parquet', versions: 'Current' }],
  [290, { fields: FEW }],
  [300, { format: 'ORC' }],
  [304, { format: 'CSV' }],
  [312, { format: 'Parquet', fields: MORE }],
];

/** `retention.reportsDays`, by the day of its change. */
const RETENTION: readonly (readonly [day: number, reportsDays: number])[] = [
  [0, 90],
  [120, 30],
  [150, 8],
  [175, 1],
  [205, 120],
  [330, 30],
  [345, 1],
  [355, 120],
];

/** A source bucket while it exists. */
export interface SourceBucket {
  readonly name: string;
  readonly account: string;
  /** First day, and the day after the last one. */
  readonly exists: readonly [from: number, to: number];
  readonly frequency: Frequency;
  /** Days until a change of the settings reaches it. */
  readonly delay: number;
  readonly isEmpty?: boolean;
  /** Listed with all versions, whatever the settings are. */
  readonly isVersioned?: boolean;
}

const SHOP = '333333333333';
const DATA = '444444444444';

/** Buckets come and go, and come back under the same name, in another account too. */
export const SOURCE_BUCKETS: readonly SourceBucket[] = [
  { name: 'app-data', account: SHOP, exists: [0, DAYS], frequency: 'Daily', delay: 0 },
  { name: 'app-logs', account: DATA, exists: [0, DAYS], frequency: 'Weekly', delay: 3 },
  { name: 'archive', account: SHOP, exists: [0, DAYS], frequency: 'Daily', delay: 2, isVersioned: true },
  { name: 'exports', account: DATA, exists: [0, 99], frequency: 'Daily', delay: 1 },
  { name: 'exports', account: DATA, exists: [104, DAYS], frequency: 'Daily', delay: 1 },
  { name: 'images', account: SHOP, exists: [20, 130], frequency: 'Daily', delay: 4 },
  { name: 'images', account: DATA, exists: [131, 260], frequency: 'Daily', delay: 1 },
  { name: 'images', account: SHOP, exists: [262, DAYS], frequency: 'Daily', delay: 5 },
  { name: 'nothing-in-it', account: SHOP, exists: [10, DAYS], frequency: 'Weekly', delay: 1, isEmpty: true },
  { name: 'scratch', account: SHOP, exists: [60, 75], frequency: 'Daily', delay: 0 },
  { name: 'scratch', account: DATA, exists: [210, 214], frequency: 'Daily', delay: 6 },
  { name: 'scratch', account: SHOP, exists: [308, 380], frequency: 'Daily', delay: 2 },
];

/** The settings of a bucket on a day. */
export function settingsOn(day: number, { delay, isVersioned = false }: SourceBucket): Settings {
  const reached = CHANGES.filter(([changed], index) => index === 0 || changed + delay <= day);
  const settings: Settings = { format: 'Parquet', fields: SOME, versions: 'Current' };
  const last = reached.reduce((before, [, change]) => ({ ...before, ...change }), settings);
  return isVersioned ? { ...last, versions: 'All' } : last;
}

/** The days for which reports are shown, as configured on a day. */
export const reportsDaysOn = (day: number) => RETENTION.filter(([changed]) => changed <= day).at(-1)?.[1] ?? 0;

/** The fields of a report, in the order of its columns. */
export const fieldsOf = ({ fields, versions }: Settings): ReportField[] =>
  REPORT_FIELDS.filter(({ name, presence }) => {
    if (presence === 'optional') return fields.includes(name);
    return presence === 'always' || versions === 'All';
  });

/** Tells if S3 scans a bucket on a day; weekly reports come on Sundays. */
export const isScanned = (day: number, { exists: [from, to], frequency }: SourceBucket) =>
  day >= from && day < to && (frequency === 'Daily' || day % 7 === 3);
