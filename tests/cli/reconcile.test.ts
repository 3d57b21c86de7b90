import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addReconcile } from '../../cli/reconcile';
import { reportKeyOf } from '../../core/report/report-key';
import { controlFiles, sampleManifest } from '../core/report/sample-report';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import {
  type FakeObject,
  type FakeReconcileAws,
  type ReconcileWorld,
  startFakeReconcileAws,
} from './fake-reconcile-aws';
import { runCommand } from './run-command';

const SOURCE = '333333333333';
const HOUR = 3_600_000;

/** A report in the destination bucket of a Region; `checksum` in place of the right one. */
function report(region: string, name: string, hoursAgo: number, checksum?: string): Record<string, FakeObject> {
  const scope = {
    destinationBucket: `s3inventory-${region}-${DESTINATION}`,
    destinationPrefix: 'inventory',
    configurationId: 'organization-inventory',
  };
  const key = reportKeyOf({ account: SOURCE, bucket: name, stamp: '2026-01-09T01-00Z' }, scope);
  if (key === undefined) throw new Error('no report key');
  const data = { key: `${key.folder}data/1f0c.parquet`, content: `objects of ${name}` };
  const md5 = createHash('md5').update(data.content).digest('hex');
  const files = controlFiles({
    ...sampleManifest(key),
    files: [{ key: data.key, size: data.content.length, MD5checksum: md5 }],
  });
  const modified = new Date(Date.now() - hoursAgo * HOUR);
  return {
    [key.manifestKey]: { content: files.manifest, modified },
    [key.checksumKey]: { content: checksum ?? files.checksum, modified },
    [data.key]: { content: data.content, modified },
    [`${key.folder}hive/dt=${key.dt}/symlink.txt`]: { content: '', modified },
  };
}

let folder: string;
let aws: FakeReconcileAws;
let interrupt: AbortController;
let world: { -readonly [Part in keyof ReconcileWorld]: ReconcileWorld[Part] };
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  world = { objects: {}, refused: {} };
  aws = await startFakeReconcileAws(world);
  interrupt = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  configure();
  const buckets = [bucket('logs'), bucket('media', 'us-east-1')];
  writeSnapshot(join(folder, 'organization'), snapshot(account(SOURCE, { buckets })));
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

/** Writes the configuration, with the asset register in this mode; reports and copies are kept so long that none is too old. */
const configure = (register = 'off') =>
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\n` +
      `emulator: { endpoint: "${aws.endpoint}" }\nregister: { mode: "${register}", retentionDays: 36500 }\n` +
      'retention: { reportsDays: 36500 }\n',
  );

function run(...args: readonly string[]) {
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  return runCommand(addReconcile, ['reconcile', ...files, ...args], interrupt.signal);
}

const writes = () =>
  aws.calls.filter((call) => /^(Create|Update|Batch(Create|Update|Delete)|Copy|Put|Upload|Delete)/.test(call));

describe('orgs3 reconcile', () => {
  it('finds nothing to do where there are no reports, in every Region in use', async () => {
    const { exitCode, out } = await run();

    expect(exitCode).toBe(0);
    expect(out).toBe(
      'eu-west-1: 0 buckets, 0 reports: 0 registered, 0 dropped, 0 repaired\n' +
        'us-east-1: 0 buckets, 0 reports: 0 registered, 0 dropped, 0 repaired\n',
    );
  });

  it('says in a dry run which reports it would register, writes nothing, and exits with 2', async () => {
    world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 2), 'us-east-1': report('us-east-1', 'media', 0.5) };

    const { exitCode, out } = await run('--dry-run');

    expect(exitCode).toBe(2);
    expect(out.split('\n')).toEqual([
      'eu-west-1: would register report 2026-01-09-01-00 of logs (account 333333333333), which no table showed',
      'eu-west-1: 1 bucket, 1 report: 1 to register, 0 to drop, 0 to repair',
      'us-east-1: 1 bucket, 1 report: 0 to register, 0 to drop, 0 to repair, 1 left to their events',
      '',
    ]);
    expect(writes()).toEqual([]);
  });

  it('registers them, in the Region that is asked for', async () => {
    world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 2), 'us-east-1': report('us-east-1', 'media', 2) };

    const { exitCode, out } = await run('--region', 'us-east-1');

    expect(exitCode).toBe(0);
    expect(out).toContain('us-east-1: registered report 2026-01-09-01-00 of media (account 333333333333)');
    expect(writes()).toContain('BatchCreatePartition us-east-1');
    expect(aws.calls.filter((call) => call.includes('eu-west-1'))).toEqual([]);
  });

  it('says why a report is left out and what to do, and exits with 2: it is still not in the tables', async () => {
    world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 2, 'abc\n') };

    const { exitCode, out } = await run();

    expect(exitCode).toBe(2);
    expect(out).toMatch(/^eu-west-1: left out report 2026-01-09-01-00 of logs \(account 333333333333\): .+checksum/m);
    expect(out).toContain('1 left out');
    expect(writes()).toEqual([]);
  });

  it('goes on in the other Regions where AWS refuses, says what to do, and exits with 1', async () => {
    world.refused = { 'eu-west-1': 'AccessDenied' };
    world.objects = { 'us-east-1': report('us-east-1', 'media', 2) };

    const { exitCode, out, notes } = await run('--dry-run');

    expect(exitCode).toBe(1);
    expect(out).toContain('us-east-1: 1 bucket, 1 report: 1 to register');
    expect(notes).toContain('eu-west-1 could not be reconciled completely: ListObjectsV2: AccessDenied: no');
    expect(notes).toContain(`next: Use credentials of the destination account ${DESTINATION}`);
  });

  it('gives JSON with an object a line: each change, then each Region', async () => {
    world.refused = { 'us-east-1': 'AccessDenied' };
    world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 2) };

    const { out } = await run('--dry-run', '--format', 'json');

    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { region: 'eu-west-1', kind: 'recovered', account: SOURCE, bucket: 'logs', dt: '2026-01-09-01-00' },
      { region: 'eu-west-1', kind: 'totals', buckets: 1, reports: 1, recovered: 1, failed: 0, overdue: 0, silent: 0 },
      { region: 'us-east-1', kind: 'region failed', error: { operation: 'ListObjectsV2', code: 'AccessDenied' } },
    ]);
  });

  it('says what is so after Ctrl-C, and ends', async () => {
    interrupt.abort(new Error('interrupted'));

    const { exitCode, notes } = await run();

    expect(exitCode).toBe(1);
    expect(notes).toContain('Interrupted; changes made so far are kept, and the next run does the rest');
    expect(writes()).toEqual([]);
  });

  it('refuses a Region that is not in use', async () => {
    const { exitCode, notes } = await run('--region', 'eu-north-1');

    expect(exitCode).toBe(1);
    expect(notes).toContain('No reports are collected in eu-north-1');
  });
});

describe('orgs3 reconcile --register', () => {
  const COPIES = '2026-01-09/account=333333333333/region=us-east-1/bucket=media/1f0c.parquet';

  it.each(['reference', 'copy'])(
    'says in a dry run, in the mode %s, what it would register of every Region, writes and copies nothing, and exits with 2',
    async (mode) => {
      configure(mode);
      world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 0.5), 'us-east-1': report('us-east-1', 'media', 2) };

      const { exitCode, out } = await run('--register', '--dry-run');

      expect(exitCode).toBe(2);
      expect(out.split('\n')).toEqual([
        'us-east-1: would register report 2026-01-09-01-00 of media (account 333333333333), which no table showed',
        'eu-west-1: 1 bucket, 1 report: 0 to register, 0 to drop, 0 to repair, 1 left to their events',
        'us-east-1: 1 bucket, 1 report: 1 to register, 0 to drop, 0 to repair',
        '',
      ]);
      expect(writes()).toEqual([]);
    },
  );

  it('registers them in the home Region, wherever they lie, and copies nothing in the mode reference', async () => {
    configure('reference');
    world.objects = { 'us-east-1': report('us-east-1', 'media', 2) };

    const { exitCode, out } = await run('--register');

    expect(exitCode).toBe(0);
    expect(out).toContain('us-east-1: registered report 2026-01-09-01-00 of media (account 333333333333)');
    expect([...new Set(writes())]).toEqual(['CreateTable eu-west-1', 'BatchCreatePartition eu-west-1']);
  });

  it('copies them first in the mode copy, as the Lambda does', async () => {
    configure('copy');
    world.objects = { 'us-east-1': report('us-east-1', 'media', 2) };

    const { exitCode } = await run('--register');

    expect(exitCode).toBe(0);
    expect(writes().slice(0, 2)).toEqual([
      `CopyObject dt=${COPIES}`,
      'PutObject reports/333333333333/us-east-1/media/dt=2026-01-09-01-00/symlink.txt',
    ]);
    expect(world.objects['eu-west-1']?.[`dt=${COPIES}`]?.content).toBe('objects of media');
    expect(writes()).toContain('BatchCreatePartition eu-west-1');
  });

  it('is about the reports of one Region with --region', async () => {
    configure('reference');
    world.objects = { 'eu-west-1': report('eu-west-1', 'logs', 2), 'us-east-1': report('us-east-1', 'media', 2) };

    const { out } = await run('--register', '--region', 'us-east-1', '--format', 'json');

    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { region: 'us-east-1', kind: 'recovered', account: SOURCE, bucket: 'media', dt: '2026-01-09-01-00' },
      { region: 'us-east-1', kind: 'totals', buckets: 1, reports: 1, recovered: 1, failed: 0 },
    ]);
  });

  it('says why a report is left out, also in a dry run, and exits with 2', async () => {
    configure('copy');
    world.objects = { 'us-east-1': report('us-east-1', 'media', 2, 'abc\n') };

    const rehearsed = await run('--register', '--dry-run');
    const { exitCode, out } = await run('--register');

    expect([rehearsed.exitCode, exitCode]).toEqual([2, 2]);
    for (const each of [rehearsed.out, out])
      expect(each).toMatch(
        /^us-east-1: left out report 2026-01-09-01-00 of media \(account 333333333333\): .+checksum/m,
      );
    expect(writes()).toEqual([]);
  });

  it('goes on in the other Regions where AWS refuses, says what to do, and exits with 1', async () => {
    configure('reference');
    world.refused = { 'us-east-1': 'AccessDenied' };

    const { exitCode, out, notes } = await run('--register');

    expect(exitCode).toBe(1);
    expect(out).toContain('eu-west-1: 0 buckets');
    expect(notes).toContain('us-east-1 could not be reconciled completely: ListObjectsV2: AccessDenied: no');
    expect(notes).toContain(
      `bucket s3inventory-us-east-1-${DESTINATION}, and read and write the tables of s3_asset_register in eu-west-1`,
    );
    expect(notes).toContain('orgs3 policy operator');
  });

  it('says how to get a register where there is none, and calls nobody', async () => {
    const { exitCode, notes } = await run('--register');

    expect(exitCode).toBe(1);
    expect(notes).toContain('register.mode is "off"');
    expect(notes).toContain('next: Set register.mode to "reference" or "copy"');
    expect(aws.calls).toEqual([]);
  });
});
