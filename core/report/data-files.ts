import type { VerifiedReport } from './manifest';
import { ReportRefusedError } from './report-refused';

/** Lists the objects below a folder of a bucket: sizes in bytes, by key. */
export type ListSizes = (folder: string) => Promise<ReadonlyMap<string, number>>;

/** Finds the first data file of a report that is gone or changed, in words that follow "the report is left out:"; `undefined` where all are there. */
export type FileCheck = (report: VerifiedReport) => Promise<string | undefined>;

/** Instruction for a report that is no longer whole. */
export const NOT_WHOLE_NEXT = 'Find out who deleted or changed it. S3 writes the next report whole.';

/**
 * A check of reports' data files. S3 writes those of all reports of a configuration into one folder `data/`, which is listed once:
 * one `ListObjectsV2` per configuration and 1000 data files. A report without data files needs none.
 */
export function fileCheck(listSizes: ListSizes): FileCheck {
  const listed = new Map<string, ReturnType<ListSizes>>();
  return async (report) => {
    const folder = `${report.key.folder}data/`;
    const files = report.dataFiles.filter(({ key }) => key.startsWith(folder));
    if (files.length === 0) return undefined;
    const listing = listed.get(folder) ?? listSizes(folder);
    listed.set(folder, listing);
    return damageOf({ ...report, dataFiles: files }, await listing);
  };
}

/** Asks `check` about a report. @throws ReportRefusedError for a report that is not whole */
export async function refuseDamaged(report: VerifiedReport, check: FileCheck): Promise<void> {
  const damage = await check(report);
  if (damage !== undefined) throw new ReportRefusedError(report.key.manifestKey, damage, { next: NOT_WHOLE_NEXT });
}

function damageOf({ dataFiles }: VerifiedReport, sizes: ReadonlyMap<string, number>): string | undefined {
  for (const { key, size } of dataFiles) {
    const found = sizes.get(key);
    if (found === undefined) return `its data file ${key} is gone`;
    if (found !== size) return `its data file ${key} has ${found} bytes, and its manifest says ${size}`;
  }
  return undefined;
}
