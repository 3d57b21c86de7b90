import { adopt, type AdoptionOptions } from '../../../core/adoption/adopt';
import type { DriftSteps } from '../../../core/drift/check-organization';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { AwsCallError } from '../../../core/errors';
import type { ExistingConfiguration } from '../../../core/adoption/existing-configuration';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';
import { live } from './example';

const A = '111111111111';
const B = '222222222222';
const ID = 'organization-inventory';
const entry = (id: string, name: string, region = 'eu-west-1'): ExistingConfiguration => ({
  account: id,
  region,
  bucket: name,
  id: ID,
});
const refuse = (operation: string, code = 'AccessDenied') =>
  Promise.reject(new AwsCallError(operation, {}, code, `AWS says ${code}`));

const options = (changes: Partial<AdoptionOptions> = {}): AdoptionOptions => ({
  config: exampleConfig({ filters: { buckets: { exclude: ['tmp-*'] } } }),
  snapshot: snapshot(
    account(A, { buckets: [bucket('far', 'us-east-1'), bucket('logs'), bucket('more'), bucket('tmp-1')] }),
    account(B, { buckets: [bucket('b')] }),
  ),
  roleName: 'OrgS3role',
  part: { accounts: [], regions: [] },
  before: [],
  concurrency: 2,
  signal: new AbortController().signal,
  ...changes,
});

/** Fake AWS calls: these buckets have these configurations, all other buckets have none. */
function fakeSteps(
  configurations: Record<string, readonly LiveConfiguration[]>,
  changes: Partial<Omit<DriftSteps, 'listBuckets'>> = {},
) {
  const asked: string[] = [];
  const readConfigurations =
    changes.readConfigurations ?? (({ bucket: name }) => Promise.resolve(configurations[name] ?? []));
  const steps: Omit<DriftSteps, 'listBuckets'> = {
    open: () => Promise.resolve(),
    onProgress: () => undefined,
    ...changes,
    readConfigurations: (one, signal) => {
      asked.push(`${one.account} ${one.region} ${one.bucket}`);
      return readConfigurations(one, signal);
    },
  };
  return { steps, asked };
}

const OURS = [live()];

describe('adopt', () => {
  it('reads every selected bucket once, and imports configurations with the id of a desired one', async () => {
    const { steps, asked } = fakeSteps({ logs: [live({ id: 'theirs', format: 'ORC' }), live()], far: OURS, b: [] });

    const { imports, buckets, failures } = await adopt(options(), steps);

    expect(asked.sort()).toEqual([
      `${A} eu-west-1 logs`,
      `${A} eu-west-1 more`,
      `${A} us-east-1 far`,
      `${B} eu-west-1 b`,
    ]);
    expect(imports).toEqual([entry(A, 'logs'), entry(A, 'far', 'us-east-1')]);
    expect({ buckets, failures }).toEqual({ buckets: 4, failures: [] });
  });

  it('drops an import whose configuration or bucket no longer exists, or whose bucket is no longer selected', async () => {
    const { steps } = fakeSteps(
      {},
      {
        readConfigurations: ({ bucket: name }) =>
          name === 'more' ? refuse('ListBucketInventoryConfigurations', 'NoSuchBucket') : Promise.resolve([]),
      },
    );
    const before = [entry(A, 'logs'), entry(A, 'more'), entry(A, 'tmp-1'), entry(A, 'unknown')];

    expect(await adopt(options({ before }), steps)).toMatchObject({ imports: [], kept: 0, failures: [] });
  });

  it('keeps the imports of a bucket or an account that AWS refuses, and reports both failures', async () => {
    const { steps } = fakeSteps(
      {},
      {
        open: (id) => (id === B ? refuse('AssumeRole') : Promise.resolve()),
        readConfigurations: ({ bucket: name }) =>
          name === 'logs' ? refuse('ListBucketInventoryConfigurations') : Promise.resolve([]),
      },
    );
    const before = [entry(A, 'logs'), entry(A, 'more'), entry(B, 'b'), entry(B, 'gone')];

    const { imports, kept, failures, buckets } = await adopt(options({ before }), steps);

    expect(imports).toEqual([entry(A, 'logs'), entry(B, 'b'), entry(B, 'gone')]);
    expect({ kept, buckets }).toEqual({ kept: 3, buckets: 2 });
    expect(failures).toMatchObject([
      { account: B, region: null, bucket: null, error: { operation: 'AssumeRole', code: 'AccessDenied' } },
      {
        account: A,
        region: 'eu-west-1',
        bucket: 'logs',
        next: expect.stringContaining('s3:GetInventoryConfiguration') as string,
      },
    ]);
  });

  it.each([
    ['account', { accounts: [A], regions: [] }, [entry(B, 'b'), entry(A, 'logs')]],
    ['Region', { accounts: [], regions: ['us-east-1'] }, [entry(A, 'more'), entry(B, 'b')]],
  ])('keeps imports outside the requested %s', async (_what, part, expected) => {
    const { steps } = fakeSteps({ logs: OURS });
    const before = [entry(A, 'more'), entry(A, 'far', 'us-east-1'), entry(B, 'b')];

    expect((await adopt(options({ before, part }), steps)).imports).toEqual(expected);
  });

  it('gives the same result twice', async () => {
    const first = await adopt(options(), fakeSteps({ logs: OURS, b: OURS }).steps);
    const second = await adopt(options({ before: first.imports }), fakeSteps({ logs: OURS, b: OURS }).steps);

    expect(second.imports).toEqual(first.imports);
    expect(second.kept).toBe(0);
  });

  it('sorts its result, in any order of responses', async () => {
    const { steps } = fakeSteps({ logs: OURS, more: OURS, far: OURS, b: [live({ id: 'theirs' })] });

    const { own, sameDelivery } = await adopt(options({ concurrency: 4 }), steps);

    expect(own.map((one) => one.bucket)).toEqual(['logs', 'more', 'far']);
    expect(sameDelivery).toEqual([{ ...entry(B, 'b'), id: 'theirs', like: ID }]);
  });

  it('stops at an interruption instead of reporting it as a failure', async () => {
    const controller = new AbortController();
    const { steps } = fakeSteps(
      {},
      {
        readConfigurations: () => {
          controller.abort(new Error('interrupted'));
          return refuse('ListBucketInventoryConfigurations');
        },
      },
    );

    await expect(adopt(options({ signal: controller.signal }), steps)).rejects.toThrow();
  });
});
