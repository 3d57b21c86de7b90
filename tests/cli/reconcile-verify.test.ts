import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addQuery } from '../../cli/query';
import { addReconcile } from '../../cli/reconcile';
import { REPORT_FIELDS } from '../../core/report/fields';
import { reportKeyOf } from '../../core/report/report-key';
import { fakeService } from '../../sandbox/fake-aws/fake-aws';
import { FakeGlue } from '../../sandbox/fake-aws/glue';
import { FakeS3 } from '../../sandbox/fake-aws/s3';
import { fileSchema, parquetFile } from '../../sandbox/report-parquet';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import { controlFiles, sampleManifest } from '../core/report/sample-report';
import { type FakeAwsServer, startFakeAwsServer } from './fake-aws-server';
import { runCommand } from './run-command';

const REGION = 'eu-west-1';
const SOURCE = '333333333333';
const SCOPE = {
  destinationBucket: `s3inventory-${REGION}-${DESTINATION}`,
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};
const FIELDS = REPORT_FIELDS.filter(({ column }) => ['bucket', 'key', 'size'].includes(column));
const DAY = 24 * 3_600_000;

let s3: FakeS3;
let aws: FakeAwsServer;
let folder: string;
const binary = new Map<string, Uint8Array>();
const { signal } = new AbortController();
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  s3 = new FakeS3(SCOPE.destinationBucket);
  binary.clear();
  aws = await startFakeAwsServer(fakeService(s3, new FakeGlue('s3_inventory')), binary);
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: ${REGION} }\nemulator: { endpoint: "${aws.endpoint}" }\n`,
  );
  writeSnapshot(join(folder, 'organization'), snapshot(account(SOURCE, { buckets: [bucket('logs')] })));
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

/** S3 writes a report with one object per key; returns the key of its data file. */
function deliver(daysAgo: number, objects: readonly string[]): string {
  const scan = new Date(Date.now() - daysAgo * DAY);
  const stamp = `${scan.toISOString().slice(0, 13)}-00Z`;
  const key = reportKeyOf({ account: SOURCE, bucket: 'logs', stamp }, SCOPE);
  if (key === undefined) throw new Error('no report key');
  const content = parquetFile(
    FIELDS,
    objects.map((name) => ({ bucket: 'logs', key: name, size: 1n })),
  );
  const dataKey = `${key.folder}data/${key.dt}.parquet`;
  const { manifest, checksum } = controlFiles({
    ...sampleManifest(key),
    fileSchema: fileSchema(FIELDS),
    files: [{ key: dataKey, size: content.length, MD5checksum: createHash('md5').update(content).digest('hex') }],
  });
  const modified = scan.getTime() + DAY / 4;
  binary.set(`/${SCOPE.destinationBucket}/${dataKey}`, content);
  s3.put(dataKey, 'x'.repeat(content.length), modified);
  s3.put(key.manifestKey, manifest, modified);
  s3.put(key.checksumKey, checksum, modified);
  s3.put(`${key.folder}hive/dt=${key.dt}/symlink.txt`, `s3://${SCOPE.destinationBucket}/${dataKey}\n`, modified);
  return dataKey;
}

const files = () => ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
const reconcile = (...args: readonly string[]) => runCommand(addReconcile, ['reconcile', ...files(), ...args], signal);
const query = (table: string) =>
  runCommand(
    addQuery,
    ['query', ...files(), '--engine', 'duckdb', '--format', 'csv', '--sql', `SELECT key FROM ${table} ORDER BY key`],
    signal,
  );

describe('a query that meets a report whose data file is gone', () => {
  it('names the command that mends it: the same query then answers from the newest whole report', async () => {
    deliver(3, ['a']);
    const lost = deliver(2, ['a', 'b']);
    await reconcile();
    expect((await query('inventory_latest')).out).toContain('b');
    s3.remove(lost);

    const failed = await query('inventory_latest').catch((error: unknown) => ({ notes: String(error), exitCode: 1 }));
    expect(failed.exitCode).toBe(1);
    expect(failed.notes).toContain('NoSuchKey');
    const [, next = ''] = /next: Run "orgs3 reconcile ([^"]+)"/.exec(failed.notes) ?? [];
    expect(next).toBe(`--verify --region ${REGION}`);

    const { out, exitCode } = await reconcile(...next.split(' '));
    expect(exitCode).toBe(0);
    expect(out).toContain(`its data file ${lost} is gone`);

    for (const table of ['inventory_latest', 'inventory']) {
      const mended = await query(table);
      expect(mended.exitCode).toBe(0);
      expect(mended.out.trim().split('\n').slice(1)).toEqual([expect.stringContaining('a')]);
    }
    // The daily pass leaves it out.
    expect((await reconcile()).out).toContain(`left out report`);
    expect((await query('inventory_latest')).exitCode).toBe(0);
  });

  it('costs two reads per report and one listing more than a pass without --verify', async () => {
    deliver(3, ['a']);
    deliver(2, ['a', 'b']);
    await reconcile();
    const callsOf = async (...args: readonly string[]) => {
      const before = aws.calls.length;
      await reconcile(...args);
      return aws.calls.slice(before).map((call) => call.split(' ')[0] ?? '');
    };
    const count = (calls: readonly string[], operation: string) => calls.filter((call) => call === operation).length;

    const plain = await callsOf();
    const verifying = await callsOf('--verify');

    expect(count(plain, 'GetObject')).toBe(0);
    expect(count(verifying, 'GetObject')).toBe(4);
    expect(count(verifying, 'ListObjectsV2')).toBe(count(plain, 'ListObjectsV2') + 1);
    expect(verifying.filter((call) => !['GetObject', 'ListObjectsV2'].includes(call))).toEqual(
      plain.filter((call) => call !== 'ListObjectsV2'),
    );
  });
});
