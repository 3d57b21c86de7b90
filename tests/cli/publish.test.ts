import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addPublish } from '../../cli/publish';
import { type FakeAnswer, type FakeAws, type FakeCall, s3ErrorXml, startFakeAws } from '../adapters/aws/fake-aws';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';
import { runCommand } from './run-command';

const refusedIn = new Set<string>();
const notFound = { status: 400, body: { __type: 'EntityNotFoundException', Message: 'no table' } };

function answer({ operation, region = '' }: FakeCall): FakeAnswer {
  if (operation === 'GetTable') return notFound;
  if (operation === 'PutObject' && refusedIn.has(region))
    return { status: 404, body: s3ErrorXml('NoSuchBucket', 'The specified bucket does not exist') };
  return { body: operation === 'PutObject' ? '' : {} };
}

let folder: string;
let aws: FakeAws;
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  refusedIn.clear();
  aws = await startFakeAws(answer);
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n`,
  );
  const buckets = [bucket('logs'), bucket('media', 'us-east-1')];
  writeSnapshot(join(folder, 'organization'), snapshot(account('111111111111', { buckets })));
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

function run(...args: readonly string[]) {
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  return runCommand(addPublish, ['publish', ...files, ...args], new AbortController().signal);
}

const calls = () => aws.calls.map(({ operation, region }) => `${region} ${operation}`).sort();

describe('orgs3 publish', () => {
  it('writes the table of every Region in use, with four calls each, and says where', async () => {
    const { exitCode, out, notes } = await run('--format', 'json');

    expect(JSON.parse(out)).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) => ({
        region,
        buckets: 1,
        bytes: expect.any(Number) as number,
        table: 'created',
        location: `s3://s3inventory-${region}-${DESTINATION}/dimensions/buckets/`,
      })),
    );
    expect(calls()).toEqual(
      ['eu-west-1', 'us-east-1'].flatMap((region) =>
        ['CreateTable', 'GetTable', 'PutObject', 'PutObject'].map((operation) => `${region} ${operation}`),
      ),
    );
    expect(notes).toContain('2 of 2 Regions written');
    expect(exitCode).toBe(0);
  });

  it('writes only the Regions that are asked for', async () => {
    const { out } = await run('--region', 'us-east-1', '--format', 'csv');

    expect(out.split('\n')[1]).toMatch(/^us-east-1,1,\d+,created,s3:\/\/s3inventory-us-east-1-/);
    expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });

  it('names a Region whose collector is not there and what to do, and exits 1 with the others written', async () => {
    refusedIn.add('us-east-1');
    const { exitCode, out, notes } = await run('--format', 'csv');

    expect(out).toContain('eu-west-1');
    expect(out).not.toContain('us-east-1');
    expect(notes).toContain(
      'The table could not be written in 1 Region:\n  us-east-1: PutObject of dimensions/buckets/',
    );
    expect(notes).toContain('next: Apply the stack collector-us-east-1: it makes the bucket.');
    expect(exitCode).toBe(1);
  });

  it('refuses a Region that is not in use', async () => {
    const { exitCode, notes } = await run('--region', 'eu-north-1');

    expect(notes).toContain('No reports are collected in eu-north-1');
    expect(aws.calls).toEqual([]);
    expect(exitCode).toBe(1);
  });
});
