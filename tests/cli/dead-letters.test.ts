import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addDeadLetters } from '../../cli/dead-letters';
import { readReportKey } from '../../core/report/report-key';
import { checksumKey, controlFiles, sampleManifest } from '../core/report/sample-report';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import {
  type DeadLettersWorld,
  type FakeDeadLettersAws,
  type FakeMessage,
  startFakeDeadLettersAws,
} from './fake-dead-letters-aws';
import { runCommand } from './run-command';

const SENT = Date.parse('2026-01-02T01:30:00Z');
const event = (key: string, region: string) =>
  JSON.stringify({
    Records: [
      {
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: `s3inventory-${region}-${DESTINATION}` }, object: { key } },
      },
    ],
  });
const message = (id: string, body: string, minutes = 0): FakeMessage => ({ id, sent: SENT + minutes * 60_000, body });
const about = (name: string, region = 'eu-west-1', minutes = 0) =>
  message(name, event(checksumKey({ bucket: name }), region), minutes);

/** A good report's control files, as objects of the destination bucket of a Region. */
function reportOf(name: string, region = 'eu-west-1'): Record<string, string> {
  const scope = {
    destinationBucket: `s3inventory-${region}-${DESTINATION}`,
    destinationPrefix: 'inventory',
    configurationId: 'organization-inventory',
  };
  const reading = readReportKey(checksumKey({ bucket: name }), scope);
  if (reading.kind !== 'report') throw new Error(reading.reason);
  const { manifest, checksum } = controlFiles(sampleManifest(reading.report));
  return { [reading.report.manifestKey]: manifest, [reading.report.checksumKey]: checksum };
}

let folder: string;
let aws: FakeDeadLettersAws;
let interrupt: AbortController;
let world: { -readonly [Part in keyof DeadLettersWorld]: DeadLettersWorld[Part] };
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  world = { queues: { 'eu-west-1': [], 'us-east-1': [] }, objects: {}, refused: {} };
  aws = await startFakeDeadLettersAws(world);
  interrupt = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  configure();
  const buckets = [bucket('logs'), bucket('media', 'us-east-1')];
  writeSnapshot(join(folder, 'organization'), snapshot(account('111111111111', { buckets })));
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

/** Writes the configuration, with the asset register in this mode. */
const configure = (register = 'off') =>
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\n` +
      `emulator: { endpoint: "${aws.endpoint}" }\nregister: { mode: "${register}" }\n`,
  );

function run(verb: 'list' | 'redrive', ...args: readonly string[]) {
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  return runCommand(addDeadLetters, ['dead-letters', verb, ...files, ...args], interrupt.signal);
}

/** The cells of the line that begins so. */
const line = (out: string, start: string) =>
  out
    .split('\n')
    .find((one) => one.startsWith(start))
    ?.split(/ {2,}/);

describe('orgs3 dead-letters list', () => {
  it('says that there are none, and exits 0', async () => {
    const { exitCode, out } = await run('list');

    expect(out).toBe('No dead letters in eu-west-1, us-east-1.\n');
    expect(exitCode).toBe(0);
  });

  it('prints per message what it is about and why it is there, then what to do, and exits 2', async () => {
    world.queues['eu-west-1'] = [about('logs'), about('gone', 'eu-west-1', 1), message('odd', 'hello', 2)];
    world.objects = reportOf('logs');
    const { exitCode, out } = await run('list');

    expect(out.split('\n')[0]?.split(/ {2,}/)).toEqual([
      'Region',
      'sent (UTC)',
      'received',
      'account',
      'bucket',
      'report',
      'why',
    ]);
    expect(line(out, 'eu-west-1  2026-01-02 01:30')).toEqual([
      ...['eu-west-1', '2026-01-02 01:30', '6', '333333333333', 'logs', '2026-01-02-01-00'],
      'the report can be registered now: redrive',
    ]);
    expect(line(out, 'eu-west-1  2026-01-02 01:31')?.slice(4)).toEqual([
      'gone',
      '2026-01-02-01-00',
      expect.stringMatching(/^could not be read: GetObject of .*\/gone\/.*manifest\.(json|checksum): NoSuchKey/),
    ]);
    expect(line(out, 'eu-west-1  2026-01-02 01:32')?.slice(3)).toEqual([
      'no S3 event',
      'message is not an S3 event: hello',
    ]);
    expect(out).toContain('\n3 messages:\n  1 can be registered now\n    next: Run "orgs3 dead-letters redrive".');
    expect(exitCode).toBe(2);
  });

  it('finds the same messages again at once: listing leaves none hidden', async () => {
    world.queues['eu-west-1'] = Array.from({ length: 23 }, (_, index) => message(`m${index}`, 'hello'));
    const first = await run('list');
    const second = await run('list');

    expect(second.out).toBe(first.out);
    expect(first.out).toContain('23 messages:');
    expect(aws.hidden.size).toBe(0);
  });

  it('says how many a limit leaves out', async () => {
    world.queues['eu-west-1'] = Array.from({ length: 12 }, (_, index) => message(`m${index}`, 'hello'));
    const { out, notes } = await run('list', '--limit', '11');

    expect(out).toContain('11 messages:');
    expect(notes).toContain('eu-west-1: 11 of about 12 messages listed; --limit changes that');
  });

  it('does not take a queue for empty whose messages somebody else holds', async () => {
    world.queues['eu-west-1'] = [message('m', 'hello')];
    world.refused = { ChangeMessageVisibilityBatch: { code: 'AccessDenied', message: 'not you' } };
    const first = await run('list');
    const second = await run('list');

    expect(first.notes).toContain(
      'eu-west-1: 1 message may stay hidden for up to 30 seconds: ChangeMessageVisibilityBatch: AccessDenied: not you',
    );
    expect(first.exitCode).toBe(2);
    expect(second.notes).toContain('eu-west-1: about 1 message not shown: another reader received them just now.');
    expect(second.exitCode).toBe(2);
  });

  it('lists the other Regions where one has no queue, says which stack to apply, and exits 1', async () => {
    delete world.queues['us-east-1'];
    world.queues['eu-west-1'] = [message('m', 'hello')];
    const { exitCode, out, notes } = await run('list');

    expect(out).toContain('message is not an S3 event: hello');
    expect(notes).toContain(
      'The dead-letter queue in us-east-1 could not be used: GetQueueUrl: QueueDoesNotExist: The specified queue does not exist.\n' +
        '  next: Apply the stack collector-us-east-1',
    );
    expect(exitCode).toBe(1);
  });

  it('prints JSON alone on stdout, with whole bodies', async () => {
    const body = event(checksumKey().replace('organization-inventory', 'mine\u001b'), 'eu-west-1');
    world.queues['eu-west-1'] = [message('m', body)];
    delete world.queues['us-east-1'];
    const { out } = await run('list', '--format', 'json');

    expect(JSON.parse(out)).toEqual({
      regions: [{ region: 'eu-west-1', waiting: 1, hidden: 0, listed: 1, kept: null }],
      deadLetters: [
        {
          region: 'eu-west-1',
          messageId: 'm',
          sent: '2026-01-02T01:30:00.000Z',
          received: 6,
          about: [
            {
              account: null,
              region: null,
              bucket: null,
              dt: null,
              key: checksumKey().replace('organization-inventory', 'mine\u001b'),
              kind: 'ignored',
              reason: 'nothing to register: configuration "mine\u001b" is not "organization-inventory"',
              next: expect.any(String) as string,
            },
          ],
          body,
        },
      ],
      failures: [
        {
          region: 'us-east-1',
          error: expect.objectContaining({ operation: 'GetQueueUrl', code: 'QueueDoesNotExist' }) as object,
          next: expect.stringContaining('collector-us-east-1') as string,
        },
      ],
    });
  });

  it('prints texts escaped that could drive a terminal', async () => {
    world.queues['eu-west-1'] = [
      message('m', '\u001b[2Jboo'),
      message('n', event('inventory/\u001b[31m/x', 'eu-west-1')),
    ];
    const { out } = await run('list');

    expect(out).toContain('\\u001b[2Jboo');
    expect(out).toContain('inventory/\\u001b[31m/x');
    expect(out).not.toContain('\u001b');
  });

  it('asks only the Regions that --region names', async () => {
    await run('list', '--region', 'us-east-1');

    expect(aws.calls).toEqual(['GetQueueUrl us-east-1', 'GetQueueAttributes us-east-1', 'ReceiveMessage us-east-1']);
  });

  it('refuses a Region that holds no selected bucket, and calls nobody', async () => {
    const { exitCode, notes } = await run('list', '--region', 'eu-west-9');

    expect(notes).toContain('Choose from the Regions in use: eu-west-1, us-east-1.');
    expect([exitCode, ...aws.calls]).toEqual([1]);
  });

  it('says what is so after an interruption', async () => {
    interrupt.abort(new Error('interrupted'));
    const { exitCode, out, notes } = await run('list');

    expect([exitCode, out]).toEqual([1, '']);
    expect(notes).toContain('error: Interrupted; nothing was changed; received messages are visible again');
  });
});

describe('orgs3 dead-letters redrive', () => {
  beforeEach(() => {
    world.queues['eu-west-1'] = [message('m', 'hello'), message('n', 'hello')];
  });

  it('has the messages of every Region moved, says how many, and how to see what comes of it', async () => {
    const { exitCode, out } = await run('redrive');

    expect(out).toBe(
      'eu-west-1: SQS moves about 2 messages back to s3inventory-register-report\n' +
        'us-east-1: no message to move\n' +
        'Registering takes minutes. Run "orgs3 dead-letters list" then: it shows the messages that came back. Registering a report twice does no harm.\n',
    );
    expect(aws.calls.filter((call) => call.startsWith('Start'))).toEqual(['StartMessageMoveTask eu-west-1']);
    expect(exitCode).toBe(0);
  });

  it('moves nothing with --dry-run', async () => {
    const { exitCode, out } = await run('redrive', '--dry-run');

    expect(out).toBe(
      'eu-west-1: about 2 messages would be moved back to s3inventory-register-report\nus-east-1: no message to move\n',
    );
    expect(aws.calls.join()).not.toContain('StartMessageMoveTask');
    expect(exitCode).toBe(0);
  });

  it('says that an earlier redrive is still under way, and exits 0', async () => {
    world.refused = {
      StartMessageMoveTask: { code: 'InvalidParameterValue', message: 'There is already a task running.' },
    };
    const { exitCode, out } = await run('redrive');

    expect(out).toContain('eu-west-1: an earlier redrive is still under way; about 2 messages to go\n');
    expect(exitCode).toBe(0);
  });

  it('tells a refusal with what to do, goes on elsewhere, and exits 1', async () => {
    world.refused = { StartMessageMoveTask: { code: 'AccessDenied', message: 'not you' } };
    const { exitCode, out, notes } = await run('redrive');

    expect(out).toBe('us-east-1: no message to move\n');
    expect(notes).toContain(
      'The dead-letter queue in eu-west-1 could not be used: StartMessageMoveTask: AccessDenied: not you\n' +
        `  next: Use credentials of the destination account ${DESTINATION}`,
    );
    expect(exitCode).toBe(1);
  });
});

describe('orgs3 dead-letters --register', () => {
  it('lists what the asset register could not take of the reports of any Region, and what to do', async () => {
    configure('reference');
    const odd = message('odd', 'hello', 2);
    world.queues['asset register'] = [about('logs'), about('media', 'us-east-1', 1), odd];
    world.objects = { ...reportOf('logs'), ...reportOf('media', 'us-east-1') };
    const { exitCode, out } = await run('list', '--register');

    expect(line(out, 'eu-west-1  2026-01-02 01:30')?.slice(3)).toEqual([
      ...['333333333333', 'logs', '2026-01-02-01-00', 'the report can be registered now: redrive'],
    ]);
    expect(line(out, 'us-east-1  2026-01-02 01:31')?.slice(3)).toEqual([
      ...['333333333333', 'media', '2026-01-02-01-00', 'the report can be registered now: redrive'],
    ]);
    expect(line(out, 'eu-west-1  2026-01-02 01:32')?.slice(3)).toEqual([
      ...['no S3 event', 'message is not an S3 event: hello'],
    ]);
    expect(out).toContain(
      '  2 can be registered now\n    next: Run "orgs3 dead-letters redrive --register". ' +
        'If the message comes back, see the log of the Lambda s3inventory-register-asset for the reason, by bucket.',
    );
    expect(aws.calls.filter((call) => call.endsWith(' us-east-1'))).toEqual([]);
    const manifest = checksumKey({ bucket: 'media' }).replace('checksum', 'json');
    expect(aws.calls).toContain(`GetObject us-east-1 ${manifest}`);
    expect(exitCode).toBe(2);
  });

  it('looks at the data files too where they are copied, and writes nothing', async () => {
    configure('copy');
    world.queues['asset register'] = [about('logs')];
    world.objects = reportOf('logs');
    const data = `${checksumKey().split('/').slice(0, 4).join('/')}/data/1f0c.parquet`;
    const gone = await run('list', '--register', '--format', 'json');
    world.objects = { ...world.objects, [data]: 'too short' };
    const harmed = await run('list', '--register', '--format', 'json');
    const symlink = 'reports/333333333333/eu-west-1/logs/dt=2026-01-02-01-00/symlink.txt';
    world.objects = { ...reportOf('logs'), [symlink]: '' };
    const copied = await run('list', '--register', '--format', 'json');

    const causes = [gone, harmed, copied].map(
      ({ out }) => (JSON.parse(out) as { deadLetters: { about: unknown[] }[] }).deadLetters[0]?.about[0],
    );
    expect(causes).toMatchObject([
      { kind: 'refused', region: 'eu-west-1', reason: `manifest.json: its data file ${data} is gone` },
      { kind: 'refused', reason: `manifest.json: says ${data} has 1234 bytes, but it has 9` },
      { kind: 'registrable' },
    ]);
    expect(aws.calls.filter((call) => /Put|Copy|Upload/.test(call))).toEqual([]);
  });

  it('says that there are none, and exits 0', async () => {
    configure('reference');
    world.queues['asset register'] = [];
    const { exitCode, out } = await run('list', '--register');

    expect([exitCode, out]).toEqual([0, 'No dead letters of the asset register in eu-west-1.\n']);
  });

  it('says which stack makes the queue where there is none', async () => {
    configure('reference');
    const { exitCode, notes } = await run('list', '--register');

    expect(notes).toContain('The dead-letter queue of the asset register in eu-west-1 could not be used');
    expect(notes).toContain('next: Apply the stack register: it creates the queue.');
    expect(exitCode).toBe(1);
  });

  it('has them moved back to its own queue', async () => {
    configure('reference');
    world.queues['asset register'] = [message('m', 'hello')];
    const planned = await run('redrive', '--register', '--dry-run');
    const { exitCode, out } = await run('redrive', '--register');

    expect(planned.out).toBe('eu-west-1: about 1 message would be moved back to s3inventory-register-asset\n');
    expect(out).toBe(
      'eu-west-1: SQS moves about 1 message back to s3inventory-register-asset\n' +
        'Registering takes minutes. Run "orgs3 dead-letters list --register" then: it shows the messages that came back. Registering a report twice does no harm.\n',
    );
    expect(aws.calls.filter((call) => call.startsWith('Start'))).toEqual(['StartMessageMoveTask eu-west-1']);
    expect(exitCode).toBe(0);
  });

  it.each(['list', 'redrive'] as const)('says how to get a register where there is none: %s', async (verb) => {
    const { exitCode, notes } = await run(verb, '--register');

    expect(notes).toContain('register.mode is "off"');
    expect([exitCode, ...aws.calls]).toEqual([1]);
  });

  it.each(['list', 'redrive'] as const)('takes no --region, since there is one such queue: %s', async (verb) => {
    configure('reference');

    await expect(run(verb, '--register', '--region', 'us-east-1')).rejects.toThrow(
      "option '--register' cannot be used with option '--region <region>'",
    );
    expect(aws.calls).toEqual([]);
  });
});
