import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addDrift } from '../../cli/drift';
import { printable } from '../../core/text/printable';
import {
  assumeRoleXml,
  inventoriesXml,
  listBucketsXml,
  s3ErrorXml,
  startFakeAws,
  stsErrorXml,
  type FakeAws,
  type FakeAnswer,
  type FakeCall,
  type FakeInventory,
} from '../adapters/aws/fake-aws';
import { liveDefaults } from '../core/drift/example';
import { renderMarkdown } from '../core/drift/rendered-markdown';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import { readXml } from './read-xml';
import { runCommand } from './run-command';

const [A, B] = ['111111111111', '222222222222'] as const;
/** A text that a configuration's id or an answer of AWS may hold. */
const HOSTILE = '<img src=x>|`@all`\\|\u009b2J\u202e&amp;';
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

let folder: string;
let aws: FakeAws;
let interrupt: AbortController;
/** S3's answers by bucket; a bucket without one is configured right. */
let buckets: Record<string, readonly FakeInventory[] | FakeAnswer>;
/** Accounts whose role may not be assumed. */
let refused: string[];
/** The buckets that exist now, by account. */
let listed: Record<string, readonly string[]>;
let onCall: (call: FakeCall) => void;
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  buckets = {};
  refused = [];
  listed = {};
  onCall = () => undefined;
  interrupt = new AbortController();
  aws = await startFakeAws(answer);
  folder = mkdtempSync(join(tmpdir(), 'orgs3-drift-'));
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n`,
  );
  writeSnapshot(
    join(folder, 'organization'),
    snapshot(
      account(A, { buckets: [bucket('logs'), bucket('media', 'us-east-1')] }),
      account(B, { buckets: [bucket('data')] }),
    ),
  );
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

function answer(call: FakeCall): FakeAnswer {
  const { operation, account: id = '', region = '', bucket: name = '' } = call;
  onCall(call);
  if (operation === 'AssumeRole') {
    return refused.includes(id)
      ? { status: 403, body: stsErrorXml('AccessDenied', escaped(HOSTILE)) }
      : { body: assumeRoleXml(id) };
  }
  if (operation === 'ListBuckets') return { body: listBucketsXml(...(listed[id] ?? [])) };
  const answered = buckets[name] ?? [right(id, name, region)];
  return 'body' in answered ? answered : { body: inventoriesXml(...answered) };
}

/** A configuration as the defaults ask for it. */
function right(id: string, name: string, region = 'eu-west-1'): FakeInventory {
  const [live] = liveDefaults(id, name, region);
  const { bucketArn = '', account: destinationAccount = '', prefix = '' } = live?.destination ?? {};
  return { id: live?.id ?? '', destinationArn: bucketArn, destinationAccount, prefix, fields: live?.fields ?? [] };
}

function run(...args: readonly string[]) {
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  return runCommand(addDrift, ['drift', ...files, ...args], interrupt.signal);
}

const weekly = () => ({ logs: [{ ...right(A, 'logs'), frequency: 'Weekly' }] });
const gone = { status: 404, body: s3ErrorXml('NoSuchBucket', 'The specified bucket does not exist') };
const denied = { status: 403, body: s3ErrorXml('AccessDenied', escaped(HOSTILE)) };
const spy = (): FakeInventory[] => [right(B, 'data'), { ...right(B, 'data'), id: escaped(HOSTILE) }];
const operations = () => aws.calls.map(({ operation }) => operation);

describe('orgs3 drift', () => {
  it('exits 0 and prints nothing but a sentence where nothing differs, with one call per bucket', async () => {
    const { exitCode, out, notes } = await run();

    expect([exitCode, out]).toEqual([0, '']);
    expect(notes).toMatch(/\n3 of 3 buckets read\nNo differences in 3 buckets\.$/);
    expect(operations().sort()).toEqual([
      'AssumeRole',
      'AssumeRole',
      'ListBucketInventoryConfigurations',
      'ListBucketInventoryConfigurations',
      'ListBucketInventoryConfigurations',
    ]);
  });

  it('exits 2 and names each difference, field by field, in a table', async () => {
    buckets = { ...weekly(), media: gone, data: [{ ...right(B, 'data'), enabled: false }] };
    const { exitCode, out, notes } = await run();

    expect(exitCode).toBe(2);
    expect(out).toMatch(/^kind +account +Region +bucket +configuration +what$/m);
    expect(out).toMatch(
      /^changed +111111111111 +eu-west-1 +logs +organization-inventory +frequency: want Daily, have Weekly$/m,
    );
    expect(out).toMatch(/^gone-bucket +111111111111 +us-east-1 +media +the bucket no longer exists$/m);
    expect(out).toMatch(
      /^disabled +222222222222 +eu-west-1 +data +organization-inventory +the configuration is disabled$/m,
    );
    expect(notes).toContain('3 differences in 3 buckets (1 changed, 1 disabled, 1 gone-bucket).');
  });

  it('exits 1 where something could not be read, tells AWS’s answer and once what to do, and compares the rest', async () => {
    refused = [B];
    buckets = { logs: denied, media: [] };
    const { exitCode, out, notes } = await run();

    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^unreadable +111111111111 +eu-west-1 +logs +ListBucketInventoryConfigurations: AccessDenied: <img/m,
    );
    expect(out).toMatch(/^missing +111111111111 +us-east-1 +media/m);
    expect(out).toMatch(/^unreadable +222222222222 +AssumeRole: AccessDenied: <img.*\(1 bucket of the account\)$/m);
    expect(notes).toContain('3 differences in 1 bucket (1 missing, 2 unreadable).');
    expect(notes).toContain('Not everything could be read: 2 known buckets are left out of the comparison.');
    expect(notes.match(/^ {2}next: .*$/gm)).toEqual([
      expect.stringContaining('s3:GetInventoryConfiguration'),
      expect.stringContaining("apply the account's access stack"),
    ]);
  });

  it('gives the same advice once, however many buckets need it', async () => {
    buckets = { logs: denied, media: denied, data: denied };

    expect((await run()).notes.match(/^ {2}next: /gm)).toHaveLength(1);
  });

  it('lets no text of others drive the terminal', async () => {
    buckets = { logs: denied, data: spy() };
    const { out, notes } = await run();

    expect(out).toContain(printable(HOSTILE));
    expect(`${out}${notes}`).not.toMatch(/[\u009b\u202e]/);
  });

  it('with --refresh finds buckets that are new and buckets that are gone', async () => {
    listed = { [A]: ['logs', 'new'], [B]: ['data'] };
    const { exitCode, out, notes } = await run('--refresh');

    expect(exitCode).toBe(2);
    expect(out).toMatch(/^gone-bucket +111111111111 +us-east-1 +media /m);
    expect(out).toMatch(/^unmanaged-bucket +111111111111 +eu-west-1 +new /m);
    expect(notes).toContain('2 differences in 4 buckets (1 unmanaged-bucket, 1 gone-bucket).');
    expect(operations().filter((operation) => operation === 'ListBuckets')).toHaveLength(2);
  });

  it('reads the accounts and Regions that are asked for, and nothing else', async () => {
    buckets = { ...weekly(), media: [], data: [] };

    expect((await run('--account', A, '--region', 'us-east-1')).out).toMatch(/^missing +\d+ +us-east-1 +media/m);
    expect(aws.calls.map(({ account: id, bucket: name }) => [id, name])).toEqual([
      [A, undefined],
      [A, 'media'],
    ]);
    expect((await run('--account', A, '--account', B)).notes).toContain('in 3 buckets');
    expect((await run('--region', 'eu-west-1', '--region', 'us-east-1')).notes).toContain('in 3 buckets');
  });

  it('says that it compared nothing where account and Region do not meet', async () => {
    expect(await run('--account', B, '--region', 'us-east-1')).toMatchObject({
      exitCode: 0,
      notes: expect.stringContaining('No differences in 0 buckets.') as string,
    });
  });

  it.each([
    ['--account', '999999999999', 'Account 999999999999 is not one of the 2 accounts in scope.'],
    ['--region', 'eu-west-9', 'No reports are collected in eu-west-9: no selected bucket is there.'],
  ])('exits 1 and asks nobody where %s %s is not in scope', async (option, value, message) => {
    const { exitCode, notes } = await run(option, value);

    expect(exitCode).toBe(1);
    expect(notes).toContain(message);
    expect(aws.calls).toEqual([]);
  });

  it('shows and counts only the kinds that are asked for, and says that there are others', async () => {
    buckets = { ...weekly(), media: [] };

    const shown = await run('--kind', 'missing');
    expect(shown.exitCode).toBe(2);
    expect(shown.out).toMatch(/^missing/m);
    expect(shown.out).not.toMatch(/^changed/m);
    expect(shown.notes).toContain('1 difference of kind missing in 3 buckets (1 missing).\nOf other kinds: 1.');

    const both = await run('--kind', 'missing', '--kind', 'changed');
    expect(both.notes).toContain('2 differences of kind missing or changed in 3 buckets');
    expect(both.notes).not.toContain('Of other kinds');

    const none = await run('--kind', 'foreign');
    expect([none.exitCode, none.out]).toEqual([0, '']);
    expect(none.notes).toContain('No differences of kind foreign in 3 buckets.\nOf other kinds: 2.');
  });

  it('exits 1 on what could not be read whichever kinds are asked for', async () => {
    buckets = { logs: denied, media: [] };
    const { exitCode, out, notes } = await run('--kind', 'missing', '--format', 'junit');

    expect(exitCode).toBe(1);
    expect(notes).toContain('Not everything could be read: 1 known bucket is left out of the comparison.');
    expect(out).toContain('name="media"');
    expect(out).not.toContain('name="logs"');
  });

  it.each([
    [['--kind', 'lost'], 'Allowed: missing, changed, disabled, unmanaged-bucket, gone-bucket, foreign, unreadable.'],
    [['--account', '1'], 'Allowed: an account id of 12 digits.'],
    [['--region', 'Ireland'], 'Allowed: a Region code such as eu-west-1.'],
    [['--concurrency', '0'], 'Allowed: a whole number from 1 to 9999.'],
    [['--concurrency', '2.5'], 'Allowed: a whole number from 1 to 9999.'],
    [['--format', 'csv'], 'Allowed choices are table, json, markdown, junit.'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
    expect(aws.calls).toEqual([]);
  });

  it('stops on Ctrl-C, prints no half of an answer, and exits 1', async () => {
    buckets = { logs: [], media: [], data: [] };
    onCall = ({ operation }) => {
      if (operation === 'ListBucketInventoryConfigurations') interrupt.abort(new Error('interrupted'));
    };
    const { exitCode, out, notes } = await run('--concurrency', '1');

    expect([exitCode, out]).toEqual([1, '']);
    expect(notes).toBe('error: Interrupted; nothing was changed');
    expect(operations().filter((operation) => operation === 'ListBucketInventoryConfigurations')).toHaveLength(1);
  });

  it('asks for a snapshot where there is none', async () => {
    rmSync(join(folder, 'organization'), { recursive: true });
    const { exitCode, notes } = await run();

    expect(exitCode).toBe(1);
    expect(notes).toContain('Run "orgs3 discover" first.');
  });
});

describe('orgs3 drift --format', () => {
  beforeEach(() => {
    buckets = { ...weekly(), media: denied, data: spy() };
  });

  it('json has everything, exactly, alone on stdout', async () => {
    const { exitCode, out } = await run('--format', 'json');

    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      buckets: 2,
      kinds: { changed: 1, foreign: 1, unreadable: 1 },
      differences: [
        {
          kind: 'changed',
          account: A,
          region: 'eu-west-1',
          bucket: 'logs',
          configuration: 'organization-inventory',
          changes: [{ field: 'frequency', want: 'Daily', have: 'Weekly' }],
        },
        {
          kind: 'unreadable',
          account: A,
          region: 'us-east-1',
          bucket: 'media',
          buckets: 1,
          error: { operation: 'ListBucketInventoryConfigurations', code: 'AccessDenied', message: HOSTILE },
          next: expect.stringContaining('s3:GetInventoryConfiguration') as string,
        },
        { kind: 'foreign', account: B, region: 'eu-west-1', bucket: 'data', configuration: HOSTILE },
      ],
    });
  });

  it('json is data where nothing differs too', async () => {
    buckets = {};
    const { exitCode, out } = await run('--format', 'json');

    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({ buckets: 3, kinds: {}, differences: [] });
  });

  it('markdown is a table whose texts are only texts', async () => {
    const { out } = await run('--format', 'markdown');
    const { tags, rows } = renderMarkdown(out);

    expect(out).toContain('### S3 Inventory: 3 differences in 2 buckets (1 changed, 1 foreign, 1 unreadable).');
    expect(tags).not.toContain('img');
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['changed', A, 'eu-west-1', 'logs', 'organization-inventory'],
      ['unreadable', A, 'us-east-1', 'media', ''],
      ['foreign', B, 'eu-west-1', 'data', printable(HOSTILE).replace('\\|', '\\u005c|')],
    ]);
  });

  it('markdown says which kinds it is about', async () => {
    expect((await run('--format', 'markdown', '--kind', 'missing')).out).toBe(
      '### S3 Inventory: No differences of kind missing in 2 buckets.\n',
    );
  });

  it('junit is XML with a test per bucket', async () => {
    const { out } = await run('--format', 'junit');
    const tests = readXml(out).children.flatMap(({ children }) => children);

    expect(tests.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
      ['logs', 'failure'],
      ['media', 'error'],
      ['data', 'failure'],
    ]);
    expect(tests[2]?.children[0]?.attributes['message']).toContain(`foreign ${printable(HOSTILE)}:`);
  });
});
