import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addAdopt } from '../../cli/adopt';
import {
  assumeRoleXml,
  inventoriesXml,
  s3ErrorXml,
  startFakeAws,
  stsErrorXml,
  type FakeAnswer,
  type FakeAws,
  type FakeCall,
  type FakeInventory,
} from '../adapters/aws/fake-aws';
import { account, bucket, DESTINATION, snapshot } from '../core/organization/example';

const A = '111111111111';
const B = '222222222222';
const ID = 'organization-inventory';

/** A configuration as Terraform would make it on a bucket of account A in eu-west-1. */
const ours: FakeInventory = {
  id: ID,
  fields: ['Size'],
  destinationArn: `arn:aws:s3:::s3inventory-eu-west-1-${DESTINATION}`,
  destinationAccount: DESTINATION,
  prefix: `inventory/${A}`,
};

let folder: string;
let aws: FakeAws;
let found: Partial<Record<string, readonly FakeInventory[]>>;
let refused: string[];
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  [found, refused] = [{}, []];
  aws = await startFakeAws(answer);
  folder = mkdtempSync(join(tmpdir(), 'orgs3-adopt-'));
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n` +
      'inventory: { fields: [Size] }\n',
  );
  writeSnapshot(
    folder,
    snapshot(
      account(A, { buckets: [bucket('logs'), bucket('photos', 'us-east-1')] }),
      account(B, { buckets: [bucket('b')] }),
    ),
  );
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

function answer({ operation, account: id = '', bucket: name = '' }: FakeCall): FakeAnswer {
  if (operation === 'AssumeRole') {
    if (!refused.includes(id)) return { body: assumeRoleXml(id) };
    return { status: 403, body: stsErrorXml('AccessDenied', 'not authorized') };
  }
  if (refused.includes(name)) return { status: 403, body: s3ErrorXml('AccessDenied', 'not yours') };
  return { body: inventoriesXml(...(found[name] ?? [])) };
}

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void notes.push(text) });
  addAdopt(program, {
    out: (text) => void out.push(text),
    note: (line) => void notes.push(line),
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  });
  await program.parseAsync(['adopt', '-c', join(folder, 'inventory.yaml'), '-o', folder, ...args], { from: 'user' });
  return { exitCode: process.exitCode, out: out.join(''), notes: notes.join('\n') };
}

const file = () => join(folder, 'imports.json');
const imports = () => readFileSync(file(), 'utf8');
const entry = (id: string, region: string, name: string) => ({ account: id, region, bucket: name, id: ID });

describe('orgs3 adopt', () => {
  it('writes what Terraform is to import, and says per account and Region how much there is', async () => {
    found = { logs: [ours], photos: [{ ...ours, frequency: 'Weekly' }], b: [] };
    const { exitCode, out, notes } = await run();

    expect(exitCode).toBe(0);
    expect(JSON.parse(imports())).toEqual([entry(A, 'eu-west-1', 'logs'), entry(A, 'us-east-1', 'photos')]);
    expect(out).toMatch(new RegExp(`${A} +eu-west-1 +1 +0\n.*${A} +us-east-1 +1 +1\n`, 's'));
    expect(notes).toContain('3 of 3 buckets read');
    expect(notes).toContain('2 configurations with our ids on 3 buckets; nothing in S3 was changed.');
    expect(notes).toContain(`${file()} names 2 configurations to import.`);
  });

  it('shows field by field what will be updated', async () => {
    found = { logs: [{ ...ours, frequency: 'Weekly', fields: ['Size', 'ETag'] }] };
    const { out } = await run();

    expect(out).toContain(
      [
        '1 configuration will be updated:',
        `  logs (account ${A}, eu-west-1), ${ID}`,
        '    frequency: want Daily, have Weekly',
        '    fields: has besides ETag',
        '',
      ].join('\n'),
    );
  });

  it('only reads', async () => {
    found = { logs: [ours] };
    await run();

    expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(
      new Set(['AssumeRole', 'ListBucketInventoryConfigurations']),
    );
  });

  it('lists a configuration of another id that delivers the same, and does not import it', async () => {
    found = {
      logs: [
        { ...ours, id: 'daily' },
        { id: 'unlike', fields: [] },
      ],
    };
    const { out } = await run();

    expect(out).toContain(`logs (account ${A}, eu-west-1): daily delivers the same as ${ID}`);
    expect(out).not.toContain('unlike');
    expect(existsSync(file())).toBe(false);
  });

  it('changes no byte when nothing has changed', async () => {
    found = { logs: [ours], b: [ours] };
    await run();
    const before = imports();
    await run();

    expect(imports()).toBe(before);
  });

  it('keeps what it knew of an account or a bucket that refuses, tells AWS’s answers, and exits 1', async () => {
    found = { logs: [ours], photos: [ours], b: [ours] };
    await run();
    const before = imports();
    found = {};
    refused = [B, 'logs'];
    const { exitCode, notes } = await run();

    expect(exitCode).toBe(1);
    expect(JSON.parse(imports())).toEqual([entry(A, 'eu-west-1', 'logs'), entry(B, 'eu-west-1', 'b')]);
    expect(before).toContain('photos');
    expect(notes).toContain('The configurations of 1 account and 1 bucket could not be read:');
    expect(notes).toContain(`account ${B}: AssumeRole: AccessDenied: not authorized`);
    expect(notes).toContain(
      `logs (account ${A}, eu-west-1): ListBucketInventoryConfigurations: AccessDenied: not yours`,
    );
    expect(notes).toContain('names 2 configurations to import, 2 of them from before.');
  });

  it('removes the file once nothing is there to import', async () => {
    found = { logs: [ours] };
    await run();
    found = {};
    const { exitCode, notes } = await run();

    expect(exitCode).toBe(0);
    expect(existsSync(file())).toBe(false);
    expect(notes).toContain('There is nothing to import');
  });

  it('reads only the part that is asked for, and leaves the rest of the file as it is', async () => {
    found = { logs: [ours], b: [ours] };
    await run();
    found = { photos: [ours] };
    const before = aws.calls.length;
    await run('--account', A, '--region', 'us-east-1');

    expect(aws.calls.slice(before).flatMap(({ bucket: name }) => name ?? [])).toEqual(['photos']);
    expect(JSON.parse(imports())).toEqual([
      entry(A, 'eu-west-1', 'logs'),
      entry(A, 'us-east-1', 'photos'),
      entry(B, 'eu-west-1', 'b'),
    ]);
  });

  it('prints JSON alone on stdout', async () => {
    found = {
      logs: [
        { ...ours, frequency: 'Weekly' },
        { ...ours, id: 'daily' },
      ],
    };
    refused = [B];
    const { out } = await run('--format', 'json');

    expect(JSON.parse(out)).toMatchObject({
      buckets: 2,
      imports: 1,
      kept: 0,
      places: [{ account: A, region: 'eu-west-1', found: 1, toUpdate: 1 }],
      configurations: [{ ...entry(A, 'eu-west-1', 'logs'), changes: [{ field: 'frequency' }] }],
      sameDelivery: [{ bucket: 'logs', id: 'daily', like: ID }],
      unreadable: [{ account: B, region: null, error: { code: 'AccessDenied' } }],
    });
  });

  it('calls nobody when the file is broken, and says what to do', async () => {
    writeFileSync(file(), '{');
    const { exitCode, notes } = await run();

    expect(exitCode).toBe(1);
    expect(notes).toContain(`${file()} is not as "orgs3 adopt" wrote it`);
    expect(notes).toContain('or remove it and run "orgs3 adopt"');
    expect(aws.calls).toEqual([]);
  });

  it('refuses an account that is not in scope', async () => {
    const { exitCode, notes } = await run('--account', '999999999999');

    expect(exitCode).toBe(1);
    expect(notes).toContain('Account 999999999999 is not one of the 2 accounts in scope');
  });
});
