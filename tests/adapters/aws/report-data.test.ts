import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyReportReader, reportReader } from '../../../adapters/aws/report-data';
import { AwsCallError } from '../../../core/errors';

const { signal } = new AbortController();

describe('reportReader', () => {
  const objects = new Map<string, string>();
  let server: Server;
  let folder = '';

  beforeAll((done) => {
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname);
      const body = objects.get(path);
      response.statusCode = body === undefined ? 404 : 200;
      response.end(body ?? '<Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message></Error>');
    }).listen(0, '127.0.0.1', done);
    folder = mkdtempSync(join(tmpdir(), 'orgs3-report-'));
  });
  afterAll((done) => {
    rmSync(folder, { recursive: true });
    server.close(done);
  });
  beforeEach(() => objects.clear());

  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reader = () => reportReader({ region: 'eu-west-1', endpoint: endpoint(), credentials });

  it('lists the data files of the report at a location, with or without its last slash', async () => {
    objects.set(
      '/reports/in/b/all/hive/dt=2026/symlink.txt',
      's3://reports/in/b/all/data/1.parquet\ns3://reports/2 +ü.parquet\n',
    );
    const files = [
      { bucket: 'reports', key: 'in/b/all/data/1.parquet' },
      { bucket: 'reports', key: '2 +ü.parquet' },
    ];

    expect(await reader().listFiles('s3://reports/in/b/all/hive/dt=2026/', signal)).toEqual(files);
    expect(await reader().listFiles('s3://reports/in/b/all/hive/dt=2026', signal)).toEqual(files);
  });

  it('knows a report that is gone, and an empty one', async () => {
    objects.set('/reports/empty/symlink.txt', '');

    expect(await reader().listFiles('s3://reports/gone/', signal)).toBeUndefined();
    expect(await reader().listFiles('s3://reports/empty/', signal)).toEqual([]);
  });

  it('refuses a list that names no objects', async () => {
    objects.set('/reports/odd/symlink.txt', '/etc/passwd\n');

    await expect(reader().listFiles('s3://reports/odd/', signal)).rejects.toThrow(
      's3://reports/odd/symlink.txt holds "/etc/passwd"',
    );
  });

  it('copies a data file, byte by byte, and says how long it is', async () => {
    const content = 'PAR1 '.repeat(100_000);
    objects.set('/reports/data/a b+c=ü.parquet', content);
    const to = join(folder, 'file');

    expect(await reader().download({ bucket: 'reports', key: 'data/a b+c=ü.parquet' }, to, signal)).toBe(
      content.length,
    );
    expect(readFileSync(to, 'utf8')).toBe(content);
  });

  it('names bucket, key and Region of a file that is gone', async () => {
    const download = reader().download({ bucket: 'reports', key: 'data/1' }, join(folder, 'none'), signal);

    await expect(download).rejects.toThrow(
      'GetObject of object "data/1" on bucket reports in eu-west-1 failed: NoSuchKey: The key does not exist.',
    );
  });

  const nextOf = (download: Promise<unknown>) =>
    download.then(
      () => undefined,
      (error: unknown) => (error instanceof AwsCallError ? error.next : undefined),
    );

  it('names the command that drops the report of such a file from the tables, in the Region of its bucket', async () => {
    const place = { region: 'eu-west-1', endpoint: endpoint(), credentials };
    const file = { bucket: 's3inventory-eu-west-1-222222222222', key: 'inventory/data/1' };
    const copy = { bucket: 's3inventory-register-eu-west-1-222222222222', key: 'dt=2026-01-02/1' };
    const to = join(folder, 'none');

    expect(await nextOf(reportReader(place).download(file, to, signal))).toMatch(
      /^Run "orgs3 reconcile --verify --region eu-west-1": it drops reports from the tables that are no longer whole/,
    );
    expect(await nextOf(everyReportReader(place).download(file, to, signal))).toContain(
      '"orgs3 reconcile --register --verify --region eu-west-1"',
    );
    expect(await nextOf(everyReportReader(place).download(copy, to, signal))).toContain(
      '"orgs3 reconcile --register --verify"',
    );
  });

  it('names orgs3 publish where the file of the table buckets is gone', async () => {
    const file = { bucket: 'reports', key: 'dimensions/buckets/data/buckets.parquet' };

    expect(await nextOf(reader().download(file, join(folder, 'none'), signal))).toContain('Run "orgs3 publish"');
  });

  it('leaves off on Ctrl-C', async () => {
    objects.set('/reports/data/1', 'x');

    await expect(
      reader().download({ bucket: 'reports', key: 'data/1' }, join(folder, 'stopped'), AbortSignal.abort()),
    ).rejects.toThrow('GetObject');
  });
});
