import { readFileSync } from 'node:fs';
import { directoryBucketsXml, s3ErrorXml } from '../adapters/aws/fake-aws';
import { MANAGEMENT } from '../core/organization/example';
import { A, startFakeOrganization, type FakeOrganization } from './fake-organization';

let world: FakeOrganization;
beforeEach(async () => {
  world = await startFakeOrganization();
});
afterEach(() => world.close());

describe('orgs3 discover', () => {
  describe('what is not covered', () => {
    it('is told by reason, with the fields in one line', async () => {
      world.configure('filters: { buckets: { exclude: ["tmp-*"] } }');
      world.buckets = ['logs', 'tmp'];
      const { out } = await world.run();

      expect(out).toContain(
        `Not covered:\n  3 buckets: left out by filters.buckets.exclude "tmp-*"\n    tmp-${MANAGEMENT} (account`,
      );
      expect(out).toMatch(/^ {2}fields LifecycleExpirationDate, .*: S3 offers them, the Terraform provider 5\.100/m);
      expect(out).toContain('directory buckets were never looked for in 3 accounts');
      expect(world.aws.calls.filter(({ operation }) => operation === 'ListDirectoryBuckets')).toEqual([]);
    });

    it('is told whole in JSON', async () => {
      world.configure('filters: { buckets: { exclude: ["tmp-*"] } }');
      world.buckets = Array.from({ length: 9 }, (_, index) => `tmp-${index}`);
      const { out } = await world.run('-f', 'json');

      const { notCovered } = JSON.parse(out) as { notCovered: { buckets: { source: string; buckets: unknown[] }[] } };
      expect(notCovered.buckets.map(({ source, buckets: list }) => [source, list.length])).toEqual([
        ['filters.buckets.exclude[0]', 27],
      ]);
    });

    it('cuts a long list', async () => {
      world.configure('filters: { buckets: { exclude: ["tmp-*"] } }');
      world.buckets = Array.from({ length: 9 }, (_, index) => `tmp-${index}`);

      expect((await world.run()).out).toContain('    … and 7 more\n');
    });

    it('names the directory buckets that --directory-buckets finds, and keeps them without it', async () => {
      world.inA = { ListDirectoryBuckets: { body: directoryBucketsXml('fast--euw1-az1--x-s3') } };
      const { exitCode, out } = await world.run('--directory-buckets');

      expect(exitCode).toBe(0);
      expect(out).toContain('1 directory bucket: S3 makes inventory reports of directory buckets');
      expect(out).toContain(`fast--euw1-az1--x-s3 (account ${A}, eu-west-1)`);
      expect(out).not.toContain('never looked for');
      expect((await world.run()).out).toContain('Directory buckets were not looked for this time');
      expect(readFileSync(world.accountFile(A), 'utf8')).toContain('fast--euw1-az1--x-s3');
    });

    it('loses no directory bucket where their Region refuses, and exits 1', async () => {
      world.inA = { ListDirectoryBuckets: { body: directoryBucketsXml('fast--euw1-az1--x-s3') } };
      await world.run('--directory-buckets');
      world.inA = { ListDirectoryBuckets: { status: 403, body: s3ErrorXml('AccessDenied', 'not allowed') } };
      const { exitCode, notes } = await world.run('--directory-buckets');

      expect(exitCode).toBe(1);
      expect(notes).toContain(`account ${A}, eu-west-1: ListDirectoryBuckets: AccessDenied: not allowed`);
      expect(notes).toContain('s3express:ListAllMyDirectoryBuckets');
      expect(readFileSync(world.accountFile(A), 'utf8')).toContain('fast--euw1-az1--x-s3');
    });
  });
});
