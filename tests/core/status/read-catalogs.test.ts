import type { CatalogPartition } from '../../../core/catalog/catalog';
import { AwsCallError, Orgs3Error } from '../../../core/errors';
import { readCatalogs } from '../../../core/status/read-catalogs';

const bucket = { account: '111111111111', region: 'eu-west-1', bucket: 'logs' };
const partition: CatalogPartition = {
  values: ['logs'],
  location: 's3://r/',
  parameters: { 'orgs3.dt': '2026-01-30-01-00' },
};
const toRead = {
  regions: ['eu-west-1', 'us-east-1'],
  account: '222222222222',
  concurrency: 1,
  signal: new AbortController().signal,
};

const refusal = (code: string) => new AwsCallError('GetPartitions', {}, code, 'no');

/** A format and a layout of CSV more than a new Region has, and tables of other kinds. */
const readTableNames = () =>
  Promise.resolve([
    ...['buckets', 'inventory', 'inventory_latest_all'],
    ...['inventory_latest', 'inventory_latest_orc', 'inventory_latest_csv', 'inventory_latest_csv_0a1b2c3d'],
  ]);

/** Reads two Regions, of which the first one answers with an error. */
const readWith = (error: Error, changes: Partial<typeof toRead> = {}) =>
  readCatalogs(
    { ...toRead, ...changes },
    {
      readTableNames,
      readPartitions: (region) => (region === 'eu-west-1' ? Promise.reject(error) : Promise.resolve([partition])),
    },
  );

describe('readCatalogs', () => {
  it('reads the table of the newest reports of every format and layout, in each Region', async () => {
    const read: string[] = [];
    await readCatalogs(toRead, {
      readTableNames,
      readPartitions: (region, table) => {
        read.push(`${region} ${table}`);
        return Promise.resolve([]);
      },
    });

    expect(read.sort()).toEqual([
      'eu-west-1 inventory_latest',
      'eu-west-1 inventory_latest_csv',
      'eu-west-1 inventory_latest_csv_0a1b2c3d',
      'eu-west-1 inventory_latest_orc',
      'us-east-1 inventory_latest',
      'us-east-1 inventory_latest_csv',
      'us-east-1 inventory_latest_csv_0a1b2c3d',
      'us-east-1 inventory_latest_orc',
    ]);
  });

  it('finds a report in whichever table holds it, and in its own Region only', async () => {
    const { newest } = await readCatalogs(toRead, {
      readTableNames,
      readPartitions: (region, table) =>
        Promise.resolve(region === 'eu-west-1' && table === 'inventory_latest_orc' ? [partition] : []),
    });

    expect(newest(bucket)).toBe(Date.UTC(2026, 0, 30, 1));
    expect(newest({ ...bucket, region: 'us-east-1' })).toBe('none');
  });

  it('reports a Region that AWS refuses as unknown, with an instruction, and reads the others', async () => {
    const { newest, failures } = await readWith(refusal('AccessDeniedException'));

    expect(newest(bucket)).toBe('unknown');
    expect(newest({ ...bucket, region: 'us-east-1' })).toBe(Date.UTC(2026, 0, 30, 1));
    expect(failures).toEqual([
      {
        region: 'eu-west-1',
        error: { operation: 'GetPartitions', code: 'AccessDeniedException', message: 'no' },
        next: expect.stringContaining('destination account 222222222222 that allow glue:GetPartitions') as string,
      },
    ]);
  });

  it('knows nothing of a Region of which one table is refused: an older format could look like the newest', async () => {
    const { newest } = await readCatalogs(toRead, {
      readTableNames,
      readPartitions: (_region, table) =>
        table === 'inventory_latest' ? Promise.reject(refusal('AccessDeniedException')) : Promise.resolve([partition]),
    });

    expect(newest(bucket)).toBe('unknown');
  });

  it.each([
    ['ExpiredTokenException', 'Sign in again'],
    ['UnrecognizedClientException', 'enable this Region'],
    ['InternalServiceException', 'Repeat the command.'],
  ])('after %s it says: %s', async (code, advice) => {
    const { failures } = await readWith(refusal(code));

    expect(failures[0]?.next).toContain(advice);
  });

  it('reports an unusable partition with its own instruction', async () => {
    const { failures } = await readWith(new Orgs3Error('Partition logs has no location.', { next: 'Drop it.' }));

    expect(failures).toMatchObject([{ error: { message: 'Partition logs has no location.' }, next: 'Drop it.' }]);
  });

  it('rejects at a defect and at an interruption', async () => {
    await expect(readWith(new TypeError('a defect'))).rejects.toThrow('a defect');
    await expect(readWith(refusal('AbortError'), { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
