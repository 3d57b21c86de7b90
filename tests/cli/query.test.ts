import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addQuery } from '../../cli/query';
import type { Terminal } from '../../cli/terminal';
import type { AccountSnapshot } from '../../core/organization/snapshot';

const athena = mockClient(AthenaClient);

const account: AccountSnapshot = {
  id: '333333333333',
  name: 'data',
  state: 'ACTIVE',
  path: '/',
  buckets: [
    { name: 'logs', region: 'eu-west-1' },
    { name: 'media', region: 'us-east-1' },
  ],
};

describe('orgs3 query', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orgs3-cli-query-'));
    writeFileSync(join(folder, 'inventory.yaml'), 'destination: { account: "222222222222", homeRegion: eu-west-1 }\n');
    const organization = { id: 'o-a1b2c3d4e5', managementAccount: '111111111111', units: [] };
    writeSnapshot(join(folder, 'organization'), { organization, accounts: [account] });
    athena.reset();
    athena.on(StartQueryExecutionCommand).callsFake((_input, getClient: () => AthenaClient) =>
      getClient()
        .config.region()
        .then((region) => ({ QueryExecutionId: region })),
    );
    athena.on(GetQueryExecutionCommand).resolves({
      QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 2 ** 30 } },
    });
    answer('eu-west-1', 'STANDARD', '9007199254740993');
    answer('us-east-1', 'STANDARD', '7');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = undefined;
  });

  const answer = (region: string, storageClass: string, bytes: string) =>
    athena.on(GetQueryResultsCommand, { QueryExecutionId: region }).resolves({
      ResultSet: {
        ResultSetMetadata: {
          ColumnInfo: [
            { Name: 'storage_class', Type: 'varchar' },
            { Name: 'objects', Type: 'bigint' },
            { Name: 'bytes', Type: 'bigint' },
          ],
        },
        Rows: [
          ['storage_class', 'objects', 'bytes'],
          [storageClass, '1', bytes],
        ].map((cells) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) })),
      },
    });

  async function run(...options: string[]) {
    const written = { out: '', note: '' };
    const terminal: Terminal = {
      out: (data) => void (written.out += data),
      note: (line) => void (written.note += `${line}\n`),
      interactive: false,
      color: false,
      signal: new AbortController().signal,
    };
    const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void (written.note += text) });
    addQuery(program, terminal);
    const files = ['--config', join(folder, 'inventory.yaml'), '--organization', join(folder, 'organization')];
    await program.parseAsync(['query', ...files, ...options], { from: 'user' });
    return { ...written, exitCode: process.exitCode };
  }

  it('asks every Region in use, and puts the answers below each other', async () => {
    const { out, note, exitCode } = await run('--sql', 'SELECT 1', '--format', 'csv');

    expect(out).toBe(
      'region,storage_class,objects,bytes\neu-west-1,STANDARD,1,9007199254740993\nus-east-1,STANDARD,1,7\n',
    );
    expect(note).toContain('eu-west-1: scanned 1.0 GB');
    expect(note).toContain('total: scanned 2.0 GB, about $0.009766');
    expect(exitCode).toBe(0);
  });

  it('asks the asset register once, in the home Region, in its own workgroup and database', async () => {
    const destination = 'destination: { account: "222222222222", homeRegion: eu-west-1 }';
    writeFileSync(join(folder, 'inventory.yaml'), `${destination}\nregister: { mode: reference }\n`);

    const { out } = await run('--register', '--sql', 'SELECT 1', '--format', 'json');

    expect(JSON.parse(out)).toEqual([{ storage_class: 'STANDARD', objects: 1, bytes: '9007199254740993' }]);
    expect(athena.commandCalls(StartQueryExecutionCommand).map(({ args: [{ input }] }) => input)).toMatchObject([
      { WorkGroup: 's3-asset-register', QueryExecutionContext: { Database: 's3_asset_register' } },
    ]);
  });

  it('says how to get a register where there is none', async () => {
    const { note, exitCode } = await run('--register', '--sql', 'SELECT 1');

    expect(note).toContain('register.mode is "off"');
    expect(exitCode).toBe(1);
  });

  it('shows one Region without a column for it', async () => {
    const { out } = await run('--sql', 'SELECT 1', '--region', 'us-east-1', '--format', 'json');

    expect(JSON.parse(out)).toEqual([{ storage_class: 'STANDARD', objects: 1, bytes: 7 }]);
  });

  it('adds up Regions as the saved query says, exactly', async () => {
    const { out } = await run('--saved', 'storage-by-class', '--format', 'json');

    expect(JSON.parse(out)).toEqual([{ storage_class: 'STANDARD', objects: 2, bytes: '9007199254741000' }]);
  });

  it('leaves them apart with --no-merge', async () => {
    const { out } = await run('--saved', 'storage-by-class', '--no-merge', '--format', 'csv');

    expect(out.split('\n')).toHaveLength(4);
  });

  it("runs one's own statement over the answers", async () => {
    const merge = 'SELECT count(DISTINCT region) AS regions, min(bytes) AS least FROM answers';
    const { out } = await run('--sql', 'SELECT 1', '--merge', merge, '--format', 'csv');

    expect(out).toBe('regions,least\n2,7\n');
  });

  it('asks nothing where the merge statement is wrong', async () => {
    const { note, exitCode } = await run('--sql', 'SELECT 1', '--merge', 'DROP TABLE answers');

    expect(note).toContain('another kind of statement');
    expect(exitCode).toBe(1);
    expect(athena.commandCalls(StartQueryExecutionCommand)).toHaveLength(0);
  });

  it('prints nothing where a Region fails, and says which and why', async () => {
    athena.on(GetQueryExecutionCommand, { QueryExecutionId: 'us-east-1' }).resolves({
      QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'TABLE_NOT_FOUND: inventory' } },
    });
    const { out, note, exitCode } = await run('--sql', 'SELECT 1');

    expect(out).toBe('');
    expect(note).toContain('The query failed in 1 of 2 Regions');
    expect(note).toContain('us-east-1: The Athena query us-east-1 in us-east-1 failed: TABLE_NOT_FOUND: inventory');
    expect(note).toContain('next: ');
    expect(exitCode).toBe(1);
  });

  it('refuses a Region that is not in use, and names those that are', async () => {
    const { note, exitCode } = await run('--sql', 'SELECT 1', '--region', 'eu-wst-1');

    expect(note).toContain('No reports are collected in eu-wst-1');
    expect(note).toContain('eu-west-1, us-east-1');
    expect(exitCode).toBe(1);
  });

  it('lists the saved queries without asking anything', async () => {
    const { out } = await run('--list', '--format', 'json');

    expect(JSON.parse(out)).toContainEqual({
      name: 'storage-by-class',
      description: 'Objects and bytes in each storage class',
    });
  });

  it('takes one kind of question at a time', async () => {
    await expect(run('--sql', 'SELECT 1', '--saved', 'old-objects')).rejects.toThrow('cannot be used with');
    expect((await run()).note).toContain('There is no statement to run.');
  });
});
