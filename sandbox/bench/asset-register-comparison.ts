import { valuesKey } from '../../core/catalog/catalog';
import { dayOf } from '../../core/catalog/partitions';
import { ASSET_TABLES, tableSpec } from '../../core/catalog/tables';
import { REPORT_FORMATS } from '../../core/report/fields';
import { regionOfDestination } from '../../core/names/names';
import type { ReportKey } from '../../core/report/report-key';
import { type CopyPolicy, locationOf } from '../../core/asset-register/location-of';
import type { FakeS3 } from '../fake-aws/s3';
import type { Comparison, Outcome, ShownPartition } from './fault-comparison';
import { type DeliveredReport, TRUE_REASON } from './fault-reports';
import { NOW } from './faulty-delivery';

/** The final state of the asset register. */
interface AssetRegisterOutcome extends Outcome {
  readonly policy: CopyPolicy;
  /** The asset register's bucket. */
  readonly copies: Pick<FakeS3, 'content'>;
}

/**
 * Compares the asset register with the reports that S3 delivered. A good report counts as registered if its day shows
 * it or a newer good report. A bad report counts as refused if no partition shows it, and if it was refused for the
 * right reason or did not need to be read.
 */
export function compareAssetRegister(
  reports: readonly DeliveredReport[],
  { partitions, refusals, policy, copies }: AssetRegisterOutcome,
): Comparison & { readonly missingFiles: number } {
  const of = (kind: keyof typeof ASSET_TABLES) =>
    REPORT_FORMATS.flatMap((format) =>
      partitions(tableSpec(ASSET_TABLES[kind], format).name).map((partition) => ({ format, partition })),
    );
  const [days, latest] = [of('history'), of('latest')];
  const good = reports.filter(({ defect }) => defect === undefined);
  const newestOfDay = newest(good, dayValues);
  const isShown = ({ key, format }: DeliveredReport) =>
    days.some((day) => day.format === format && isAt(day.partition, dayValues(key), locationOf(key, policy, NOW)));
  const shownDays = new Set([...newestOfDay].filter(([, report]) => isShown(report)).map(([day]) => day));
  const registered = good.filter(({ key }) => shownDays.has(valuesKey(dayValues(key))));
  const refused = reports.filter(({ defect, key }) => {
    if (defect === undefined) return false;
    const superseded = (newestOfDay.get(valuesKey(dayValues(key)))?.key.dt ?? '') > key.dt;
    return superseded || TRUE_REASON[defect].test(refusals.get(key.manifestKey) ?? '');
  });
  const newestOfAll = newest(good, bucketValues);
  const wrongLatest =
    [...newestOfAll.values()].filter(
      ({ key, format }) =>
        !latest.some(
          (each) => each.format === format && isAt(each.partition, bucketValues(key), locationOf(key, policy, NOW)),
        ),
    ).length + Math.max(0, latest.length - newestOfAll.size);
  return {
    delivered: reports.length,
    registered: registered.length,
    refused: refused.length,
    lost: good.length - registered.length,
    duplicated: days.length - shownDays.size,
    wrongLatest,
    missingFiles: [...days, ...latest].filter(({ partition }) => !isWhole(partition, policy, copies)).length,
  };
}

const bucketValues = ({ account, destinationBucket, bucket }: ReportKey) => [
  account,
  regionOfDestination(destinationBucket) ?? '',
  bucket,
];
const dayValues = (key: ReportKey) => [dayOf(key.dt), ...bucketValues(key)];

const isAt = (partition: ShownPartition, values: readonly string[], location: string | undefined) =>
  partition.location === location && valuesKey(partition.values) === valuesKey(values);

function newest(reports: readonly DeliveredReport[], valuesOf: (key: ReportKey) => readonly string[]) {
  const found = new Map<string, DeliveredReport>();
  for (const report of reports) {
    const values = valuesKey(valuesOf(report.key));
    if (report.key.dt > (found.get(values)?.key.dt ?? '')) found.set(values, report);
  }
  return found;
}

/** Tells whether all files that a copied report names exist. */
function isWhole({ location }: ShownPartition, { mode, bucket }: CopyPolicy, copies: Pick<FakeS3, 'content'>): boolean {
  if (mode === 'reference') return true;
  const inBucket = (uri: string) => uri.slice(`s3://${bucket}/`.length);
  const symlink = copies.content(`${inBucket(location)}symlink.txt`);
  const files = symlink?.split('\n').filter((line) => line !== '') ?? [];
  return files.length > 0 && files.every((file) => copies.content(inBucket(file)) !== undefined);
}
