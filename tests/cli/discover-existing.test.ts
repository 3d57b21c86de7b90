import { readFileSync } from 'node:fs';
import { inventoriesXml, s3ErrorXml } from '../adapters/aws/fake-aws';
import { DESTINATION, MANAGEMENT } from '../core/organization/example';
import { A, startFakeOrganization, type FakeOrganization } from './fake-organization';

let world: FakeOrganization;
beforeEach(async () => {
  world = await startFakeOrganization();
});
afterEach(() => world.close());

describe('orgs3 discover', () => {
  describe('with --existing', () => {
    const existing = (...args: readonly string[]) => world.run('--existing', ...args);
    beforeEach(() => {
      const fields = ['Size', 'LastModifiedDate', 'ETag', 'StorageClass'];
      world.configure(`inventory: { fields: [${fields.join(', ')}] }`);
      const body = inventoriesXml({ id: 'organization-inventory' }, { id: 'daily', fields }, { id: 'few', fields: [] });
      world.inA = { ListBucketInventoryConfigurations: { body } };
    });

    it('tells how many buckets have a configuration of ours, and which has another that delivers the same', async () => {
      const { exitCode, out } = await existing();

      expect(exitCode).toBe(0);
      expect(out).toContain('Existing configurations (3 buckets read):');
      expect(out).toContain('1 bucket with our id: run "orgs3 adopt"');
      expect(out).toContain('1 configuration of another id that delivers the same; S3 bills both:');
      expect(out).toContain(`logs-${A} (account ${A}, eu-west-1): daily delivers the same as organization-inventory`);
      expect(out).not.toContain('few delivers');
      expect(out).not.toContain('"orgs3 discover --existing"');
    });

    it('tells the same as JSON', async () => {
      const place = { account: A, region: 'eu-west-1', bucket: `logs-${A}` };

      expect(JSON.parse((await existing('-f', 'json')).out)).toMatchObject({
        existing: {
          buckets: 3,
          own: [{ ...place, id: 'organization-inventory' }],
          sameDelivery: [{ ...place, id: 'daily', like: 'organization-inventory' }],
        },
      });
    });

    it('asks nothing of an account that could not be read, and through the role that --role names', async () => {
      world.refused = [A];
      await existing('--role', 'Bootstrap');

      const asked = world.aws.calls.filter(({ operation }) => operation === 'ListBucketInventoryConfigurations');
      expect(asked.map(({ account }) => account).sort()).toEqual([MANAGEMENT, DESTINATION]);
      expect(new Set(world.aws.calls.map(({ input }) => String(input['RoleArn']).split('/')[1]))).toEqual(
        new Set([undefined, 'Bootstrap']),
      );
    });

    it('writes the snapshot, tells AWS’s answer and exits 1 where a bucket refuses', async () => {
      world.inA = { ListBucketInventoryConfigurations: { status: 403, body: s3ErrorXml('AccessDenied', 'not yours') } };
      const { exitCode, notes, out } = await existing();

      expect(exitCode).toBe(1);
      expect(notes).toContain('The configurations of 1 bucket could not be read:');
      expect(notes).toContain('ListBucketInventoryConfigurations: AccessDenied: not yours');
      expect(out).toContain('Existing configurations (2 buckets read):');
      expect(readFileSync(world.accountFile(A), 'utf8')).toContain('logs-');
    });
  });

  it('says at the end of a first run that configurations may exist already, and only then', async () => {
    expect((await world.run()).out).toContain('"orgs3 discover --existing" finds them');
    expect((await world.run()).out).not.toContain('--existing');
    expect(world.aws.calls.filter(({ operation }) => operation === 'ListBucketInventoryConfigurations')).toEqual([]);
  });
});
