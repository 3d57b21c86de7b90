import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSnapshot, readSnapshotIfThere, writeSnapshot } from '../../../adapters/files/snapshot-files';
import { account, bucket, snapshot } from '../../core/organization/example';

const A = '111111111111';
const B = '222222222222';
const error = { operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized' };
const example = snapshot(
  account(A, {
    buckets: [
      { ...bucket('logs'), created: '2024-05-06T07:08:09.000Z', tags: { a: '1', b: '2' } },
      { ...bucket('plain'), tags: {} },
    ],
    directoryBuckets: [{ name: 'fast--euw1-az1--x-s3', region: 'eu-west-1' }],
  }),
  account(B, { state: 'DEPARTED', error }),
);

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'orgs3-')), 'organization');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const file = (id: string) => join(folder, 'accounts', `${id}.json`);
const filesIn = () => readdirSync(folder, { recursive: true }).map(String).sort();
/** A replaced file has another inode. */
const inodes = () => filesIn().map((name) => statSync(join(folder, name), { bigint: true }).ino);

describe('writeSnapshot', () => {
  it('writes what readSnapshot reads', () => {
    writeSnapshot(folder, example);

    expect(readSnapshot(folder)).toEqual(example);
  });

  it('writes one file per account, and leaves no temporary file', () => {
    writeSnapshot(folder, example);

    expect(filesIn()).toEqual(['accounts', `accounts/${A}.json`, `accounts/${B}.json`, 'organization.json']);
  });

  it('writes the same bytes whatever the order of the keys in memory', () => {
    writeSnapshot(folder, example);
    const first = readFileSync(file(A), 'utf8');
    const turned = example.accounts.map(({ buckets, ...rest }) => ({
      buckets: buckets.map(({ region, name, tags = {}, ...more }) => ({
        ...more,
        tags: Object.fromEntries(Object.entries(tags).reverse()),
        region,
        name,
      })),
      ...rest,
    }));
    writeSnapshot(folder, { accounts: turned, organization: example.organization });

    expect(readFileSync(file(A), 'utf8')).toBe(first);
  });

  it('touches no file whose content stays', () => {
    writeSnapshot(folder, example);
    const before = inodes();
    writeSnapshot(folder, example);

    expect(inodes()).toEqual(before);
  });

  it('replaces only the file of the account that changed', () => {
    writeSnapshot(folder, example);
    const [, a, b, organization] = inodes();
    writeSnapshot(folder, snapshot(account(A), ...example.accounts.slice(1)));

    const after = inodes();
    expect(after[1]).not.toBe(a);
    expect(after.slice(2)).toEqual([b, organization]);
  });

  it('removes the file of an account that was pruned, and nothing else', () => {
    writeSnapshot(folder, example);
    writeFileSync(join(folder, 'accounts', 'README.md'), 'ours');
    writeSnapshot(folder, snapshot(...example.accounts.slice(0, 1)));

    expect(filesIn()).toEqual(['accounts', `accounts/${A}.json`, 'accounts/README.md', 'organization.json']);
  });

  it('says which folder cannot be written', () => {
    writeFileSync(folder, 'a file where the folder should be');

    expect(() => writeSnapshot(folder, example)).toThrow(`The snapshot cannot be written to ${folder}`);
  });
});

describe('readSnapshot', () => {
  const breakFile = (name: string, text: string) => {
    writeSnapshot(folder, example);
    writeFileSync(join(folder, name), text);
  };
  const broken = (changes: Record<string, unknown>) => JSON.stringify({ ...example.accounts[0], ...changes });

  it('says to run discover where there is no snapshot', () => {
    expect(readSnapshotIfThere(folder)).toBeUndefined();
    expect(() => readSnapshot(folder)).toThrow(
      expect.objectContaining({
        message: `There is no snapshot of the organization in ${folder}`,
        next: expect.stringContaining('orgs3 discover') as string,
      }) as Error,
    );
  });

  it('names the file that is no JSON', () => {
    breakFile(`accounts/${A}.json`, '{');

    expect(() => readSnapshot(folder)).toThrow(`${file(A)} is not as discover wrote it: `);
  });

  it.each([
    [{ buckets: [{ name: 'logs', region: 'Ireland' }] }, 'buckets[0].region: found "Ireland": allowed: a Region code'],
    [{ state: 'GONE' }, 'state: found "GONE"'],
    [{ path: 'Workloads' }, 'path: found "Workloads": allowed: a path that starts with "/"'],
    [{ id: B }, `id: found "${B}", allowed: "${A}", as the file is named`],
    [{ id: 111111111111 }, 'id: found 111111111111'],
    [{ email: 'a@example.com' }, 'email'],
    [{ buckets: [{ name: 'logs', region: 'eu-west-1', tags: { a: 1 } }] }, 'buckets[0].tags.a: found 1'],
    [{ directoryBuckets: ['logs'] }, 'directoryBuckets[0]: found "logs"'],
  ])('names the file and the place of %j', (changes, message) => {
    breakFile(`accounts/${A}.json`, broken(changes));

    expect(() => readSnapshot(folder)).toThrow(message);
    expect(() => readSnapshot(folder)).toThrow(file(A));
  });

  it('names organization.json where it is broken', () => {
    breakFile('organization.json', '{"id":"o-example123","units":[]}');

    expect(() => readSnapshot(folder)).toThrow(
      `${join(folder, 'organization.json')} is not as discover wrote it: managementAccount: found nothing`,
    );
  });

  it('does not take accounts without organization.json for an empty snapshot', () => {
    writeSnapshot(folder, example);
    rmSync(join(folder, 'organization.json'));

    expect(() => readSnapshotIfThere(folder)).toThrow(
      'organization.json is missing, but there are 2 accounts beside it',
    );
  });
});
