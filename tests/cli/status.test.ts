import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addStatus } from '../../cli/status';
import type { AccountSnapshot } from '../../core/organization/snapshot';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import { type FakeStatusAws, reportFolderOf, startFakeStatusAws, type StatusWorld } from './fake-status-aws';
import { runCommand } from './run-command';

const A = '111111111111';
const B = '222222222222';
const HOUR = 3_600_000;
const OLD = '2020-01-01T00:00:00.000Z';

/** The `dt` of a scan that began some hours ago, and some minutes more. */
const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * HOUR - 60_000).toISOString().slice(0, 16).replace(/[T:]/g, '-');

const since = (name: string, created = OLD, region = 'eu-west-1') => ({ ...bucket(name, region), created });
const organization = [
  account(A, { buckets: [since('logs'), since('media', OLD, 'us-east-1')] }),
  account(B, { buckets: [since('data')] }),
];

let folder: string;
let aws: FakeStatusAws;
let interrupt: AbortController;
let world: { -readonly [Part in keyof StatusWorld]: StatusWorld[Part] };
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  world = {
    refusedAccounts: {},
    buckets: {},
    keys: [],
    tables: {
      'eu-west-1 inventory_latest': { logs: hoursAgo(5), data: hoursAgo(30) },
      'us-east-1 inventory_latest_csv': { media: hoursAgo(7) },
    },
  };
  aws = await startFakeStatusAws(world);
  interrupt = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  configure();
  know(...organization);
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

const know = (...accounts: AccountSnapshot[]) => writeSnapshot(join(folder, 'organization'), snapshot(...accounts));

const configure = (more = '') =>
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n${more}`,
  );

function run(...args: readonly string[]) {
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  return runCommand(addStatus, ['status', ...files, ...args], interrupt.signal);
}

/** Words and numbers of the line that begins so, one by one. */
const line = (out: string, start: string) =>
  out
    .split('\n')
    .find((one) => one.startsWith(start))
    ?.split(/ {2,}/)
    .filter((cell) => cell !== '');

describe('orgs3 status', () => {
  it('prints a row per account and Region, and totals, and exits 0 where all is well', async () => {
    const { exitCode, out, notes } = await run();

    expect(line(out, `${A}  eu-west-1`)).toEqual([A, 'eu-west-1', '1', '1', '0', '5 h', '0', '0', '0']);
    expect(line(out, `${A}  us-east-1`)).toEqual([A, 'us-east-1', '1', '1', '0', '7 h', '0', '0', '0']);
    expect(line(out, B)).toEqual([B, 'eu-west-1', '1', '1', '0', '30 h', '0', '0', '0']);
    expect(line(out, 'total')).toEqual(['total', '3', '3', '0', '5 h', '0', '0', '0']);
    expect(out).not.toContain('overdue:');
    expect(notes).toMatch(/^(\d of 3 buckets read\n?)+$/);
    expect(exitCode).toBe(0);
  });

  it('calls S3 once per bucket, STS once per account, and Glue once per Region and once per table of newest reports', async () => {
    await run();

    expect([...aws.calls].sort()).toEqual([
      `AssumeRole ${A}`,
      `AssumeRole ${B}`,
      'GetPartitions eu-west-1 inventory_latest',
      'GetPartitions us-east-1 inventory_latest_csv',
      'GetTables eu-west-1',
      'GetTables us-east-1',
      'ListBucketInventoryConfigurations data',
      'ListBucketInventoryConfigurations logs',
      'ListBucketInventoryConfigurations media',
    ]);
  });

  it('lists overdue reports and since when, and exits 2 only where --fail-on asks for it', async () => {
    const dt = hoursAgo(72);
    world.tables['eu-west-1 inventory_latest'] = { logs: dt, data: hoursAgo(1) };
    const { exitCode, out } = await run();
    const asked = await run('--fail-on', 'overdue', '--fail-on', 'not-configured');
    const other = await run('--fail-on', 'never-reported');

    const due = new Date(Date.parse(dt.replace(/-(\d\d)-(\d\d)$/, 'T$1:$2Z')) + 48 * HOUR);
    const dueText = due.toISOString().slice(0, 16).replace('T', ' ');
    expect(out).toContain('\n1 report overdue:\n');
    expect(line(out, 'logs')).toEqual(['logs', A, 'eu-west-1', '3 days', dueText]);
    expect(exitCode).toBe(0);
    expect(asked.exitCode).toBe(2);
    expect(asked.notes).toContain('--fail-on: 1 overdue');
    expect(other.exitCode).toBe(0);
  });

  it('takes every bucket of a Region without tables as never reported', async () => {
    delete world.tables['us-east-1 inventory_latest_csv'];
    const { exitCode, out } = await run('--fail-on', 'never-reported');

    expect(line(out, `${A}  us-east-1`)).toEqual([A, 'us-east-1', '1', '1', '0', 'none', '1', '1', '0']);
    expect(line(out, 'media')).toEqual(['media', A, 'us-east-1', 'none', '2020-01-03 00:00']);
    expect(exitCode).toBe(2);
  });

  it('waits 48 hours for the first report of a new bucket, and of all after --configured-since', async () => {
    world.tables = {};
    know(account(A, { buckets: [since('logs', new Date(Date.now() - HOUR).toISOString()), since('old')] }));
    const { out } = await run();
    const { out: rolledOut } = await run('--configured-since', new Date(Date.now() - 47 * HOUR).toISOString());
    const { out: longAgo } = await run('--configured-since', '2024-02-29');

    expect(line(out, 'total')).toEqual(['total', '2', '2', '0', 'none', '1', '2', '0']);
    expect(out).toContain('Waiting for the first report: 1.');
    expect(line(rolledOut, 'total')).toEqual(['total', '2', '2', '0', 'none', '0', '2', '0']);
    expect(rolledOut).toContain('Waiting for the first report: 2.');
    expect(line(longAgo, 'old')?.at(-1)).toBe('2024-03-02 00:00');
  });

  it('gives a weekly report eight days', async () => {
    configure('inventory: { frequency: Weekly }\n');
    world.buckets = { logs: 'configured' };
    world.tables['eu-west-1 inventory_latest'] = { logs: hoursAgo(191), data: hoursAgo(193) };
    const { out } = await run();

    // The fake's configurations name no frequency, so that the one asked for counts.
    expect(out).toContain('\n1 report overdue:\n');
    expect(line(out, 'data')?.[3]).toBe('8 days');
  });

  it('does not call a bucket overdue that is not configured, is switched off or is gone, and says what it is', async () => {
    configure('overrides: [{ match: { buckets: [off] }, set: { enabled: false } }]\n');
    know(account(A, { buckets: ['bare', 'off', 'stopped', 'vanished'].map((name) => since(name)) }));
    world.buckets = { bare: 'missing', stopped: 'disabled', vanished: 'NoSuchBucket' };
    const { exitCode, out } = await run('--fail-on', 'overdue');
    const { exitCode: asked } = await run('--fail-on', 'not-configured');

    expect(line(out, 'total')).toEqual(['total', '4', '0', '2', 'none', '0', '0', '0']);
    expect(out).toContain('Not configured: 2. "orgs3 drift" lists them.');
    expect(out).toContain('Switched off by the configuration: 1.');
    expect(out).toContain('No longer there: 1. Run "orgs3 discover".');
    expect([exitCode, asked]).toEqual([0, 2]);
  });

  it('tells the age of reports of what cannot be read, with AWS’s answer and what to do, and exits 1', async () => {
    world.refusedAccounts = { [A]: 'not authorized\u001b[2J' };
    world.buckets = { data: 'AccessDenied' };
    const { exitCode, out, notes } = await run('--fail-on', 'never-reported');

    expect(line(out, 'total')).toEqual(['total', '3', '0', '0', '5 h', '0', '0', '3']);
    expect(notes).toContain('it is not known whether 3 buckets are configured');
    expect(notes).toContain(
      `account ${A}: AssumeRole: AccessDenied: not authorized\\u001b[2J (2 buckets of the account)`,
    );
    expect(notes).toContain(
      `data (account ${B}, eu-west-1): ListBucketInventoryConfigurations: AccessDenied: no to data`,
    );
    expect(notes).toContain('next: The role OrgS3role must allow s3:GetInventoryConfiguration');
    expect(exitCode).toBe(1);
  });

  it('knows no report in a Region whose catalog is refused, says what to do, and exits 1', async () => {
    world.tables['eu-west-1 inventory_latest'] = { __type: 'AccessDeniedException', Message: 'not yours' };
    const { exitCode, out, notes } = await run('--fail-on', 'overdue', '--fail-on', 'never-reported');

    expect(line(out, B)).toEqual([B, 'eu-west-1', '1', '1', '0', 'unknown', '0', '0', '0']);
    expect(line(out, 'total')).toEqual(['total', '3', '3', '0', '7 h', '0', '0', '0']);
    expect(notes).toContain(
      'The reports in eu-west-1 could not be read: GetPartitions: AccessDeniedException: not yours\n' +
        `  next: Use credentials of the destination account ${DESTINATION}`,
    );
    expect(exitCode).toBe(1);
  });

  it('says what is not covered and why, never silently', async () => {
    configure('filters: { buckets: { exclude: ["tmp-*"] } }\n');
    know(account(A, { buckets: [since('logs'), since('tmp-1'), since('tmp-2')] }), account(B, { state: 'SUSPENDED' }));
    const { out } = await run();

    expect(out).toContain('\nNot covered:\n  1 account, 0 known buckets: the account is SUSPENDED');
    expect(out).toContain('  2 buckets: left out by filters.buckets.exclude "tmp-*"\n    tmp-1 (');
    expect(out).toContain('fields LifecycleExpirationDate, ');
    expect(aws.calls.join()).not.toContain('tmp-1');
  });

  it('shortens a long list of overdue reports, and prints names that could drive a terminal escaped', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `b-${String(index).padStart(2, '0')}`);
    know(account(A, { buckets: [...names, 'a\u001b[31m'].map((name) => since(name)) }));
    const { out } = await run();

    expect(out).toContain('\n25 reports overdue:\n');
    expect(out).toContain('a\\u001b[31m');
    expect(out).not.toContain('\u001b');
    expect(out.match(/^(a|b-).*none/gm)).toHaveLength(20);
    expect(out).toContain('… and 5 more\n');
  });

  it('reads only the part that --account and --region name', async () => {
    const { out } = await run('--account', A, '--region', 'us-east-1');

    expect(line(out, 'total')?.[1]).toBe('1');
    expect(aws.calls.filter((call) => call.includes('eu-west-1') || call.includes(B))).toEqual([]);
    expect(aws.calls).toContain('ListBucketInventoryConfigurations media');
    expect(aws.calls).not.toContain('ListBucketInventoryConfigurations logs');
  });

  it('prints JSON alone on stdout, with every bucket', async () => {
    world.refusedAccounts = { [A]: 'no' };
    world.tables = { 'eu-west-1 inventory_latest': { data: hoursAgo(100) } };
    const { exitCode, out } = await run('--format', 'json');

    expect(JSON.parse(out)).toMatchObject({
      totals: { buckets: 3, configured: 1, unreadable: 2, overdue: 3, neverReported: 2 },
      rows: [
        { account: A, region: 'eu-west-1', newestReport: null },
        { account: A, region: 'us-east-1', newestReport: null },
        { account: B, region: 'eu-west-1', buckets: 1, overdue: 1 },
      ],
      overdue: [{ bucket: 'logs', overdueSince: '2020-01-03T00:00:00.000Z' }, { bucket: 'media' }, { bucket: 'data' }],
      unreadable: [{ account: A, bucket: null, error: { operation: 'AssumeRole', code: 'AccessDenied' } }],
      catalogFailures: [],
      notCovered: { buckets: [], directoryBuckets: { accountsNotAsked: [A, B] } },
      buckets: [{ bucket: 'logs', configuration: 'unreadable' }, { bucket: 'media' }, { bucket: 'data' }],
    });
    expect(exitCode).toBe(1);
  });

  it.each([
    [['--configured-since', '2026-02-30'], 'Allowed: a date or date-time that has come'],
    [['--configured-since', '2999-01-01'], 'Allowed: a date or date-time that has come'],
    [['--fail-on', 'late'], 'Allowed: overdue, never-reported, not-configured, not-whole.'],
    [['--format', 'csv'], 'Allowed choices are table, json.'],
  ])('refuses %j and calls nobody', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
    expect(aws.calls).toEqual([]);
  });

  it('says that nothing was changed where it is interrupted', async () => {
    interrupt.abort(new Error('interrupted'));
    const { exitCode, out, notes } = await run();

    expect([exitCode, out]).toEqual([1, '']);
    expect(notes).toBe('error: Interrupted; nothing was changed');
  });

  it('refuses a Region that holds no selected bucket, and calls nobody', async () => {
    const { exitCode, notes } = await run('--region', 'eu-west-9');

    expect(exitCode).toBe(1);
    expect(notes).toContain('Choose from the Regions in use: eu-west-1, us-east-1.');
    expect(aws.calls).toEqual([]);
  });
});

describe('orgs3 status --check-files', () => {
  const filesOf = (name: string, dt: string) => {
    const stamp = `${dt.slice(0, 10)}T${dt.slice(11)}Z`;
    return ['manifest.json', 'manifest.checksum']
      .map((file) => `${reportFolderOf(name)}${stamp}/${file}`)
      .concat(`${reportFolderOf(name)}hive/dt=${dt}/symlink.txt`);
  };
  const listings = () => aws.calls.filter((call) => call.startsWith('ListObjectsV2'));

  it('tells a newest report that is not whole, and what to run', async () => {
    const [logs, data] = [hoursAgo(5), hoursAgo(30)];
    world.tables = { 'eu-west-1 inventory_latest': { logs, data } };
    world.keys = [...filesOf('logs', logs), ...filesOf('data', data).slice(0, 2)];

    const { exitCode, out } = await run('--region', 'eu-west-1', '--check-files');

    expect(exitCode).toBe(0);
    expect(out).toContain('1 newest report not whole. Run "orgs3 reconcile --verify":');
    expect(line(out, 'data')).toEqual(['data', B, 'eu-west-1', 'symlink.txt']);
    expect(listings()).toHaveLength(4);
  });

  it('exits with 2 for it where --fail-on names it, and makes no listing where nobody asks', async () => {
    world.tables = { 'eu-west-1 inventory_latest': { logs: hoursAgo(5) } };

    expect((await run('--region', 'eu-west-1', '--fail-on', 'not-whole')).exitCode).toBe(2);
    expect(listings()).toHaveLength(2);
    await run('--region', 'eu-west-1');
    expect(listings()).toHaveLength(2);
  });
});
