import { locationOf } from '../../core/asset-register/location-of';
import { registerAssets } from '../../core/asset-register/register-assets';
import type { AssetRegisterReconcileSteps } from '../../core/asset-register/asset-register-reconciler';
import { dtOfStamp } from '../../core/report/report-key';
import { DAY } from '../../core/text/time';
import { sizesBelow } from '../aws/object-sizes';
import { reportReader } from '../aws/report-data';
import { ReportFolders } from '../aws/report-folders';
import { reportsInFolder } from '../aws/reports-in-folder';
import type { AssetRegisterCalls, AssetRegisterPlace } from './asset-register-calls';

/**
 * Makes the steps that reconcile the asset register with one Region, for the Lambda `reconcile-register` and for `orgs3 reconcile --register`.
 *
 * @param now epoch milliseconds
 */
export function assetRegisterReconcileSteps(
  { account, region: home, copies, scopeOf }: Pick<AssetRegisterPlace, 'account' | 'region' | 'copies' | 'scopeOf'>,
  { s3, steps }: Pick<AssetRegisterCalls, 's3' | 'steps'>,
  now: () => number = Date.now,
): (region: string) => Omit<AssetRegisterReconcileSteps, 'onChange'> {
  const copiesPlace = { bucket: copies.bucket, account, region: home };
  const copied = new ReportFolders(s3(home), copiesPlace);
  const symlinks = reportReader({ region: home }, s3(home));
  const never = new AbortController().signal;
  return (region) => {
    const place = { bucket: scopeOf(region).destinationBucket, account, region };
    const folders = new ReportFolders(s3(region), place);
    return {
      folders: (folder) => folders.below(folder),
      reports: async (folder) => {
        const reports = await reportsInFolder(s3(region), { ...place, folder });
        const whole = await dtsIn(folders, `${folder}hive/`);
        return reports.map((report) => ({ ...report, hasSymlink: whole.has(dtOfStamp(report.stamp) ?? '') }));
      },
      catalog: steps.catalog,
      copiesBucket: copies.bucket,
      copies: (folder) => dtsIn(copied, folder),
      sizesBelow: (folder) => sizesBelow(s3(region), { ...place, folder }),
      copyFiles: {
        named: async (location) => (await symlinks.listFiles(location, never))?.map(({ key }) => key),
        sizesBelow: (folder) => sizesBelow(s3(home), { ...copiesPlace, folder }),
      },
      copiesExpiredBefore: () => now() - copies.days * DAY,
      locationOf: (key) => locationOf(key, copies, now()),
      read: steps.read,
      register: (keys, check) => registerAssets(steps, keys, check),
    };
  };
}

/** The `dt` of the folders `dt=…/` below a folder. */
async function dtsIn(folders: ReportFolders, folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const start = `${folder}dt=`;
  for await (const page of folders.below(folder))
    for (const each of page) if (each.startsWith(start)) found.add(each.slice(start.length, -1));
  return found;
}
