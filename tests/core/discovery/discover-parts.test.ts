import { AwsCallError } from '../../../core/errors';
import { discover } from '../../../core/discovery/discover';
import { account, bucket, DESTINATION, exampleConfig, listing, MANAGEMENT, snapshot } from '../organization/example';
import { base, fakeSteps, options, refuse } from './fake-steps';

const A = '111111111111';
const B = '222222222222';

describe('discover', () => {
  describe('of tags', () => {
    const asking = exampleConfig({
      filters: { buckets: { exclude: ['tmp-*'] } },
      overrides: [{ match: { tags: { Stage: 'dev*' } }, set: { frequency: 'Weekly' } }],
    });
    const refusal = new AwsCallError('GetBucketTagging', { account: A, bucket: 'locked' }, 'AccessDenied', 'no');

    it('reads those of the selected buckets, and keeps the last known ones where AWS refuses', async () => {
      const asked: unknown[] = [];
      const { steps, written } = fakeSteps({
        readSnapshot: () =>
          snapshot(...base, account(A, { buckets: [{ ...bucket('locked'), tags: { Stage: 'old' } }] })),
        readOrganization: () => Promise.resolve(listing(...base, account(A))),
        readBuckets: (id) =>
          Promise.resolve(id === A ? ['gone', 'locked', 'logs', 'tmp-1', 'unread'].map((name) => bucket(name)) : []),
        readTags: (id, buckets) => {
          asked.push([id, buckets.map(({ name }) => name)]);
          return Promise.resolve(
            buckets.map((one) => {
              if (one.name === 'logs') return { bucket: one, tags: { Stage: 'dev' } };
              if (one.name !== 'gone') return { bucket: one, error: refusal };
              return { bucket: one, error: new AwsCallError('GetBucketTagging', {}, 'NoSuchBucket', 'gone') };
            }),
          );
        },
      });

      const { partFailures, failures } = await discover(options({ config: asking }), steps);

      expect(asked).toEqual([[A, ['gone', 'locked', 'logs', 'unread']]]);
      expect(written[0]?.accounts.find(({ id }) => id === A)?.buckets).toEqual([
        { ...bucket('locked'), tags: { Stage: 'old' } },
        { ...bucket('logs'), tags: { Stage: 'dev' } },
        bucket('tmp-1'),
        bucket('unread'),
      ]);
      expect(failures).toEqual([]);
      expect(partFailures).toEqual(
        [
          ['locked', true],
          ['unread', false],
        ].map(([name, known]) => ({
          part: 'tags',
          account: A,
          region: 'eu-west-1',
          bucket: name,
          error: { operation: 'GetBucketTagging', code: 'AccessDenied', message: 'no' },
          known,
          next: expect.stringContaining('s3:GetBucketTagging') as string,
        })),
      );
    });

    it('reads none where no override matches by tags, and drops the known ones', async () => {
      const { steps, written } = fakeSteps({
        readSnapshot: () => snapshot(...base, account(A, { buckets: [{ ...bucket('logs'), tags: { a: 'b' } }] })),
        readOrganization: () => Promise.resolve(listing(...base, account(A))),
        readBuckets: (id) => Promise.resolve(id === A ? [bucket('logs')] : []),
      });

      const { changes } = await discover(options(), steps);

      expect(written[0]?.accounts.find(({ id }) => id === A)?.buckets).toEqual([bucket('logs')]);
      expect(changes.tagsChanged).toEqual([{ account: A, region: 'eu-west-1', bucket: 'logs' }]);
    });
  });

  describe('of directory buckets', () => {
    const known = [{ name: 'old--use1-az4--x-s3', region: 'us-east-1' }];

    it('lists those of every readable account in every Region in use, and keeps the last known ones where AWS refuses', async () => {
      const places: string[] = [];
      const { steps, written, progress } = fakeSteps({
        readSnapshot: () => snapshot(...base, account(A, { directoryBuckets: known }), account(B)),
        readOrganization: () => Promise.resolve(listing(...base, account(A), account(B))),
        readBuckets: (id) => (id === B ? refuse(id) : Promise.resolve([bucket('logs'), bucket('more', 'us-east-1')])),
        readDirectoryBuckets: ({ account: id, region }) => {
          places.push(`${id} ${region}`);
          if (id !== A) return Promise.resolve([]);
          if (region === 'eu-west-1') return Promise.resolve(['new--euw1-az1--x-s3']);
          return Promise.reject(new AwsCallError('ListDirectoryBuckets', { account: id }, 'AccessDenied', 'no'));
        },
      });

      const { partFailures } = await discover(options({ directoryBuckets: true }), steps);

      expect(places.sort()).toEqual(
        [MANAGEMENT, DESTINATION, A].flatMap((id) => [`${id} eu-west-1`, `${id} us-east-1`]),
      );
      expect(written[0]?.accounts.map(({ directoryBuckets }) => directoryBuckets)).toEqual([
        [],
        [],
        [{ name: 'new--euw1-az1--x-s3', region: 'eu-west-1' }, ...known],
        undefined,
      ]);
      expect(partFailures).toMatchObject([
        {
          part: 'directory buckets',
          account: A,
          region: 'us-east-1',
          bucket: null,
          error: { code: 'AccessDenied' },
          known: true,
          next: expect.stringContaining('s3express:ListAllMyDirectoryBuckets') as string,
        },
      ]);
      expect(progress.at(-1)).toBe('directories 6/6');
    });

    it('keeps the last known ones where they are not listed', async () => {
      const { steps, written } = fakeSteps({
        readSnapshot: () => snapshot(...base, account(A, { directoryBuckets: known })),
        readOrganization: () => Promise.resolve(listing(...base, account(A))),
      });

      expect((await discover(options(), steps)).directoryBuckets).toBe(false);
      expect(written[0]?.accounts.at(-1)?.directoryBuckets).toEqual(known);
    });

    it('writes nothing when interrupted', async () => {
      const controller = new AbortController();
      const { steps, written } = fakeSteps({
        readBuckets: () => Promise.resolve([bucket('logs')]),
        readDirectoryBuckets: () => {
          controller.abort();
          return Promise.resolve([]);
        },
      });

      const found = discover(options({ directoryBuckets: true, signal: controller.signal }), steps);

      await expect(found).rejects.toThrow('Interrupted; the snapshot was not changed');
      expect(written).toEqual([]);
    });
  });
});
