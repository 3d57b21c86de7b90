import fc from 'fast-check';
import { verifyReport, type VerifiedReport } from '../../../core/report/manifest';
import { readReportEvents } from '../../../core/report/report-event';
import { readReportKey } from '../../../core/report/report-key';
import { ReportRefusedError } from '../../../core/report/report-refused';
import { anyBody, anyKey, anyManifest } from './hostile-input';
import { controlFiles, sampleKey, scope } from './sample-report';

/** Number of random cases; `ORGS3_PROPERTY_RUNS=100000 npm test` tries more. */
const numRuns = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 1000);
const MINUTES = 60_000;

/** The only allowed form of a partition's location, written without the code under test. */
const PLACE =
  /^s3:\/\/s3inventory-eu-west-1-222222222222\/inventory\/[0-9]{12}\/[A-Za-z0-9._-]+\/organization-inventory\/hive\/dt=[0-9]{4}(-[0-9]{2}){4}\/$/;

function verified(manifest: unknown): VerifiedReport | undefined {
  try {
    return verifyReport(sampleKey(), controlFiles(manifest));
  } catch (error) {
    if (error instanceof ReportRefusedError) return undefined;
    throw error;
  }
}

describe('random messages, keys and manifests', () => {
  it(
    'a message is read without an exception, and its report lies in the folder of its account and bucket',
    () => {
      let reports = 0;
      fc.assert(
        fc.property(anyBody, (body) => {
          for (const reading of readReportEvents(body, scope)) {
            if (reading.kind !== 'report') continue;
            reports += 1;
            const { account, bucket, location, manifestKey } = reading.report;
            expect(location).toMatch(PLACE);
            expect(location.split('/').slice(4, 6)).toEqual([account, bucket]);
            expect(manifestKey.split('/')).toHaveLength(6);
          }
        }),
        // About four bodies in a thousand name a report.
        { numRuns: Math.max(numRuns, 5000) },
      );
      expect(reports).toBeGreaterThan(0);
    },
    30 * MINUTES,
  );

  it(
    'a key that is accepted as a report has exactly the form that S3 writes',
    () => {
      fc.assert(
        fc.property(anyKey, (key) => {
          const reading = readReportKey(key, scope);
          if (reading.kind !== 'report') return expect(reading.reason).not.toBe('');
          expect(reading.report.location).toMatch(PLACE);
          expect(Number.isFinite(reading.report.scanStarted)).toBe(true);
        }),
        { numRuns },
      );
    },
    30 * MINUTES,
  );

  it(
    'a manifest is refused with a reason, or gives columns that Glue accepts and files in its own folder',
    () => {
      let taken = 0;
      fc.assert(
        fc.property(anyManifest, (manifest) => {
          const report = verified(manifest);
          if (report === undefined) return;
          taken += 1;
          const names = report.columns.map(({ name }) => name);
          expect(names.length).toBeGreaterThan(0);
          expect(new Set(['bucketname', 'dt', ...names]).size).toBe(names.length + 2);
          for (const { name, type } of report.columns) {
            expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
            expect(type).toMatch(/^[a-z]+(\([0-9]+(,[0-9]+)?\))?$/);
          }
          expect(report.bytes).toBeGreaterThanOrEqual(0);
        }),
        { numRuns },
      );
      expect(taken).toBeGreaterThan(0);
    },
    30 * MINUTES,
  );
});
