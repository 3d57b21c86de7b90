import { readFileSync } from 'node:fs';
import { s3ErrorXml } from '../adapters/aws/fake-aws';
import { A, startFakeOrganization, type FakeOrganization } from './fake-organization';

let world: FakeOrganization;
beforeEach(async () => {
  world = await startFakeOrganization();
});
afterEach(() => world.close());

describe('orgs3 discover', () => {
  describe('where an override asks for tags', () => {
    const forbidden = { status: 403, body: s3ErrorXml('AccessDenied', 'not yours') };
    beforeEach(() => world.configure('overrides: [{ match: { tags: { Stage: dev* } }, set: { frequency: Weekly } }]'));
    const tagsInFile = () =>
      (JSON.parse(readFileSync(world.accountFile(A), 'utf8')) as { buckets: { tags?: unknown }[] }).buckets.map(
        ({ tags }) => tags,
      );

    it('writes them, one call per bucket', async () => {
      expect((await world.run()).exitCode).toBe(0);
      expect(tagsInFile()).toEqual([{ Stage: 'dev' }]);
      expect(world.aws.calls.filter(({ operation }) => operation === 'GetBucketTagging')).toHaveLength(3);
    });

    it('keeps the last known ones of a bucket that refuses, tells AWS’s answer and what to do, and exits 1', async () => {
      await world.run();
      world.inA = { GetBucketTagging: forbidden };
      const { exitCode, notes, out } = await world.run();

      expect(exitCode).toBe(1);
      expect(tagsInFile()).toEqual([{ Stage: 'dev' }]);
      expect(notes).toContain('The tags of 1 bucket could not be read; the last known tags of 1 are kept:');
      expect(notes).toContain(`logs-${A} (account ${A}, eu-west-1): GetBucketTagging: AccessDenied: not yours`);
      expect(notes).toContain('next: The role OrgS3role must allow s3:GetBucketTagging');
      expect(notes).not.toContain('No override by tag');
      expect(out).toContain('No changes since the last snapshot.');
    });

    it('says that no override by tag applies where they were never read', async () => {
      world.inA = { GetBucketTagging: forbidden };
      const { exitCode, notes } = await world.run();

      expect(exitCode).toBe(1);
      expect(notes).toContain('No override by tag applies to 1 bucket, because their tags are not known:');
    });

    it('says that a Region may be off', async () => {
      world.inA = { GetBucketTagging: { status: 400, body: s3ErrorXml('InvalidToken', 'malformed') } };

      expect((await world.run()).notes).toContain('next: The Region may be switched off in this account');
    });

    it('drops them once no override asks any more', async () => {
      await world.run();
      world.configure('');
      const { out } = await world.run();

      expect(tagsInFile()).toEqual([undefined]);
      expect(out).toContain('3 buckets with other tags than were known');
    });
  });
});
