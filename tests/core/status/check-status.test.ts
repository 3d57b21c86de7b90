import type { CatalogPartition } from '../../../core/catalog/catalog';
import { AwsCallError } from '../../../core/errors';
import { checkStatus, type StatusOptions, type StatusSteps } from '../../../core/status/check-status';
import { conditionsMet, countBuckets } from '../../../core/status/count-buckets';
import { DAY, HOUR } from '../../../core/text/time';
import { statusJson } from '../../../core/status/status-json';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

const [A, B] = ['111111111111', '222222222222'];
const NOW = Date.UTC(2026, 0, 31, 12);
const OLD = '2020-01-01T00:00:00.000Z';
const options: StatusOptions = {
  config: exampleConfig({ filters: { buckets: { exclude: ['tmp'] } } }),
  snapshot: snapshot(
    account(A, { buckets: [{ ...bucket('logs'), created: OLD }, bucket('tmp'), bucket('web', 'us-east-1')] }),
    account(B, { buckets: [{ ...bucket('data'), created: OLD }] }),
  ),
  part: { accounts: [], regions: [] },
  concurrency: 2,
  configuredSince: undefined,
  now: NOW,
  signal: new AbortController().signal,
};

const partition = (name: string, dt: string): CatalogPartition => ({
  values: [name],
  location: `s3://r/hive/dt=${dt}/`,
  parameters: {},
});

const configured = {
  id: 'organization-inventory',
  enabled: true,
  format: 'Parquet',
  frequency: 'Daily',
  versions: 'Current',
  fields: [],
  prefixFilter: undefined,
  destination: { bucketArn: undefined, account: undefined, prefix: undefined },
  encryption: 'none',
} as const;

/** Fake AWS calls: every bucket is configured; only `logs` has a report, from this morning. */
const steps: StatusSteps = {
  keysBeginning: () => Promise.reject(new Error('nobody asks for files')),
  open: () => Promise.resolve(),
  readConfigurations: () => Promise.resolve([configured]),
  listBuckets: () => Promise.reject(new Error('a status lists no buckets')),
  onProgress: () => undefined,
  readTableNames: () => Promise.resolve(['inventory', 'inventory_latest']),
  readPartitions: (region, table) =>
    Promise.resolve(
      region === 'eu-west-1' && table === 'inventory_latest' ? [partition('logs', '2026-01-31-01-00')] : [],
    ),
};

describe('checkStatus', () => {
  it('combines the configurations from S3 and the reports from the catalogs', async () => {
    const { buckets, unreadable, catalogFailures, undated } = await checkStatus(options, steps);

    expect(buckets).toMatchObject([
      { bucket: 'logs', configuration: 'configured', report: 'current', newest: NOW - 11 * HOUR },
      { bucket: 'web', configuration: 'configured', report: 'overdue', neverReported: true },
      { bucket: 'data', configuration: 'configured', report: 'overdue', neverReported: true },
    ]);
    expect([unreadable, catalogFailures, undated]).toEqual([[], [], []]);
  });

  it('reports first reports as waiting after a roll-out', async () => {
    const partitions = () => Promise.resolve([partition('logs', '2026-01-01-01-00')]);
    const since = { ...options, configuredSince: NOW - HOUR };
    const { buckets } = await checkStatus(since, { ...steps, readPartitions: partitions });

    expect(buckets.map(({ report }) => report)).toEqual(['overdue', 'waiting', 'waiting']);
  });

  it('reads only the requested part, and lists the gaps in coverage of the whole organization', async () => {
    const regions: string[] = [];
    const part = { accounts: [A], regions: ['eu-west-1'] };
    const { buckets, notCovered } = await checkStatus(
      { ...options, part },
      {
        ...steps,
        readPartitions: (region) => {
          regions.push(region);
          return Promise.resolve([]);
        },
      },
    );

    expect(new Set(regions)).toEqual(new Set(['eu-west-1']));
    expect(buckets.map((one) => one.bucket)).toEqual(['logs']);
    expect(notCovered.buckets.flatMap((group) => group.buckets.map((one) => one.bucket))).toEqual(['tmp']);
  });

  it('refuses a Region that holds no selected bucket, and an account out of scope', async () => {
    const wanting = (part: StatusOptions['part']) => checkStatus({ ...options, part }, steps);

    await expect(wanting({ accounts: [], regions: ['eu-west-9'] })).rejects.toThrow('eu-west-9');
    await expect(wanting({ accounts: ['999999999999'], regions: [] })).rejects.toThrow('999999999999');
  });

  it('gives the age of reports of an unreadable account, and reports the account as unreadable', async () => {
    const refuse = (id: string) =>
      id === A ? Promise.reject(new AwsCallError('AssumeRole', {}, 'AccessDenied', 'no')) : Promise.resolve();
    const { buckets, unreadable } = await checkStatus(options, { ...steps, open: refuse });

    expect(unreadable).toMatchObject([{ account: A, buckets: 2, error: { code: 'AccessDenied' } }]);
    expect(buckets).toMatchObject([
      { bucket: 'logs', configuration: 'unreadable', report: 'current', newest: NOW - 11 * HOUR },
      { bucket: 'web', configuration: 'unreadable', report: 'overdue' },
      { bucket: 'data', configuration: 'configured' },
    ]);
  });

  it('lists buckets whose partitions have no date', async () => {
    const byHand = { values: ['data'], location: 's3://r/by-hand/', parameters: {} };
    const { buckets, undated } = await checkStatus(options, {
      ...steps,
      readPartitions: () => Promise.resolve([byHand]),
    });

    expect(undated).toEqual([{ account: B, region: 'eu-west-1', bucket: 'data' }]);
    expect(buckets.at(-1)).toMatchObject({ bucket: 'data', report: 'unknown', neverReported: false });
  });
});

describe('statusJson', () => {
  it('has totals, rows, all buckets, overdue buckets and gaps in coverage', async () => {
    const status = await checkStatus(options, steps);
    const json = JSON.parse(JSON.stringify(statusJson(status))) as unknown;

    expect(json).toMatchObject({
      at: '2026-01-31T12:00:00.000Z',
      totals: { buckets: 3, overdue: 2, newestReport: '2026-01-31T01:00:00.000Z', newestReportAge: 11 * 3600 },
      rows: [
        { account: A, region: 'eu-west-1', buckets: 1, overdue: 0 },
        { account: A, region: 'us-east-1', newestReport: null, newestReportAge: null },
        { account: B, region: 'eu-west-1', overdue: 1 },
      ],
      overdue: [
        { bucket: 'web', overdueSince: null },
        { bucket: 'data', overdueSince: new Date(Date.parse(OLD) + 2 * DAY).toISOString() },
      ],
      notCovered: {
        buckets: [
          {
            reason: 'left out by filters.buckets.exclude "tmp"',
            source: 'filters.buckets.exclude[0]',
            buckets: [{ account: A, region: 'eu-west-1', bucket: 'tmp' }],
          },
        ],
      },
      buckets: [{ bucket: 'logs', newestReport: '2026-01-31T01:00:00.000Z' }, { bucket: 'web' }, { bucket: 'data' }],
    });
  });
});

describe('the files of the newest reports', () => {
  const place = `s3inventory-eu-west-1-${options.config.destination.account}`;
  const folder = `inventory/${A}/logs/organization-inventory/`;
  const all = [
    `${folder}2026-01-31T01-00Z/manifest.json`,
    `${folder}2026-01-31T01-00Z/manifest.checksum`,
    `${folder}hive/dt=2026-01-31-01-00/symlink.txt`,
  ];
  const asked: string[] = [];
  const withFiles = (keys: readonly string[]): StatusSteps => ({
    ...steps,
    readPartitions: async (region, table, signal) =>
      (await steps.readPartitions(region, table, signal)).map((each) => ({
        ...each,
        location: `s3://${place}/${folder}hive/dt=2026-01-31-01-00/`,
      })),
    keysBeginning: (region, prefix) => {
      asked.push(`${region} ${prefix}`);
      return Promise.resolve(keys.filter((key) => key.startsWith(prefix)));
    },
  });
  beforeEach(() => (asked.length = 0));

  it('are looked for on request only, with two listings per bucket with a report', async () => {
    const unasked = await checkStatus(options, withFiles(all));
    expect(asked).toEqual([]);
    expect(countBuckets(unasked.buckets).notWhole).toBeUndefined();

    const { buckets } = await checkStatus({ ...options, files: true }, withFiles(all));

    expect(asked).toEqual([`eu-west-1 ${folder}2026-01-31T01-00Z/manifest.`, `eu-west-1 ${all[2]}`]);
    expect(countBuckets(buckets).notWhole).toBe(0);
  });

  it.each([0, 1, 2])('tell a bucket whose newest report lacks one of them: number %i', async (index) => {
    const rest = all.filter((_, number) => number !== index);

    const { buckets } = await checkStatus({ ...options, files: true }, withFiles(rest));

    expect(buckets.find(({ bucket: name }) => name === 'logs')?.missing).toEqual([all[index]?.split('/').at(-1)]);
    expect(conditionsMet(countBuckets(buckets), ['not-whole'])).toEqual([['not-whole', 1]]);
  });

  it('are told as unknown in a Region where S3 refuses', async () => {
    const refused = new AwsCallError('ListObjectsV2', { region: 'eu-west-1' }, 'AccessDenied', 'no');

    const { fileFailures, buckets } = await checkStatus(
      { ...options, files: true },
      { ...withFiles(all), keysBeginning: () => Promise.reject(refused) },
    );

    expect(fileFailures).toMatchObject([
      {
        region: 'eu-west-1',
        error: { code: 'AccessDenied' },
        next: expect.stringContaining('s3:ListBucket') as string,
      },
    ]);
    expect(countBuckets(buckets).notWhole).toBe(0);
  });
});
