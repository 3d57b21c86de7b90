import { checkOrganization, type DriftOptions, type DriftSteps } from '../../../core/drift/check-organization';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { AwsCallError } from '../../../core/errors';
import type { SelectedBucket } from '../../../core/organization/selection';
import { account, bucket, DESTINATION, exampleConfig, MANAGEMENT, snapshot } from '../organization/example';
import { liveDefaults } from './example';

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const;
const CONFIGURATION = 'organization-inventory';

/** Two accounts with buckets in two Regions, and one without any. */
const base = snapshot(
  account(A, { buckets: [bucket('a-1'), bucket('a-2'), bucket('a-3', 'us-east-1'), bucket('tmp-1')] }),
  account(B, { buckets: [bucket('b-1')] }),
  account(C),
);

const options = (changes: Partial<DriftOptions> = {}): DriftOptions => ({
  config: exampleConfig({ filters: { buckets: { exclude: ['tmp-*'] } } }),
  snapshot: base,
  part: { accounts: [], regions: [] },
  refresh: false,
  concurrency: 2,
  signal: new AbortController().signal,
  ...changes,
});

/** Fake AWS calls that find every bucket of the snapshot as desired; they record their calls. */
function fakeSteps(changes: Partial<DriftSteps> = {}) {
  const opened: string[] = [];
  const read: string[] = [];
  const listed: string[] = [];
  const progress: string[] = [];
  const steps: DriftSteps = {
    open: (id, signal) => {
      opened.push(id);
      return changes.open?.(id, signal) ?? Promise.resolve();
    },
    readConfigurations: (one, signal) => {
      read.push(`${one.account} ${one.region} ${one.bucket}`);
      return changes.readConfigurations?.(one, signal) ?? Promise.resolve(right(one));
    },
    listBuckets: (id, signal) => {
      listed.push(id);
      const known = base.accounts.find((one) => one.id === id)?.buckets ?? [];
      return changes.listBuckets?.(id, signal) ?? Promise.resolve(known);
    },
    onProgress: (done, total) => {
      progress.push(`${done}/${total}`);
      changes.onProgress?.(done, total);
    },
  };
  return { steps, opened, read, listed, progress };
}

const right = ({ account: id, region, bucket: name }: SelectedBucket): LiveConfiguration[] =>
  liveDefaults(id, name, region);

const refusal = (operation: string, code: string) => new AwsCallError(operation, {}, code, `AWS says ${code}`);

/** Fake AWS calls with another result for one bucket. */
const withBucket = (name: string, answer: () => Promise<readonly LiveConfiguration[]>): Partial<DriftSteps> => ({
  readConfigurations: (one) => (one.bucket === name ? answer() : Promise.resolve(right(one))),
});

const names = (buckets: readonly SelectedBucket[]) => buckets.map((one) => one.bucket);

describe('checkOrganization', () => {
  it('reads every selected bucket once, through its account, and finds nothing where all is as desired', async () => {
    const { steps, opened, read, listed } = fakeSteps();

    const { differences, buckets } = await checkOrganization(options(), steps);

    expect(differences).toEqual([]);
    expect(names(buckets)).toEqual(['a-1', 'a-2', 'a-3', 'b-1']);
    expect(read.sort()).toEqual([
      `${A} eu-west-1 a-1`,
      `${A} eu-west-1 a-2`,
      `${A} us-east-1 a-3`,
      `${B} eu-west-1 b-1`,
    ]);
    expect(opened).toEqual([A, B]);
    expect(listed).toEqual([]);
  });

  it('does not open an account without a bucket to compare', async () => {
    const { steps, opened } = fakeSteps({
      open: (id) => (id === C ? Promise.reject(new Error('asked')) : Promise.resolve()),
    });

    await checkOrganization(options({ part: { accounts: [], regions: ['us-east-1'] } }), steps);

    expect(opened).toEqual([A]);
  });

  it('spreads its calls over accounts and Regions', async () => {
    const { steps, read } = fakeSteps();

    await checkOrganization(options({ concurrency: 1 }), steps);

    expect(read.map((one) => one.split(' ').at(-1))).toEqual(['a-1', 'a-3', 'b-1', 'a-2']);
  });

  it('sorts differences by account, Region and bucket, in any order of responses', async () => {
    const { steps } = fakeSteps({
      readConfigurations: async ({ bucket: name }) => {
        for (let wait = name === 'a-1' ? 20 : 0; wait > 0; wait--) await Promise.resolve();
        return [];
      },
    });

    const { differences } = await checkOrganization(options({ concurrency: 4 }), steps);

    expect(differences).toEqual([
      { kind: 'missing', account: A, region: 'eu-west-1', bucket: 'a-1', configuration: CONFIGURATION },
      { kind: 'missing', account: A, region: 'eu-west-1', bucket: 'a-2', configuration: CONFIGURATION },
      { kind: 'missing', account: A, region: 'us-east-1', bucket: 'a-3', configuration: CONFIGURATION },
      { kind: 'missing', account: B, region: 'eu-west-1', bucket: 'b-1', configuration: CONFIGURATION },
    ]);
  });

  it('finds foreign configurations by the destination bucket of each Region', async () => {
    const spy = (one: SelectedBucket, region: string): LiveConfiguration[] =>
      right({ ...one, region }).map((configuration) => ({ ...configuration, id: `spy-${region}` }));
    const { steps } = fakeSteps({
      readConfigurations: (one) => Promise.resolve([...right(one), ...spy(one, 'us-east-1')]),
    });

    const { differences } = await checkOrganization(options(), steps);

    expect(differences).toEqual([
      { kind: 'foreign', account: A, region: 'us-east-1', bucket: 'a-3', configuration: 'spy-us-east-1' },
    ]);
  });

  it('reports a bucket that no longer exists, and counts it as compared', async () => {
    const { steps } = fakeSteps(
      withBucket('a-2', () => Promise.reject(refusal('ListBucketInventoryConfigurations', 'NoSuchBucket'))),
    );

    const { differences, buckets } = await checkOrganization(options(), steps);

    expect(differences).toEqual([{ kind: 'gone-bucket', account: A, region: 'eu-west-1', bucket: 'a-2' }]);
    expect(names(buckets)).toContain('a-2');
  });

  it('continues after an unreadable bucket, which it reports with AWS’s error and an instruction, and does not count', async () => {
    const operation = 'ListBucketInventoryConfigurations';
    const { steps } = fakeSteps(withBucket('a-1', () => Promise.reject(refusal(operation, 'AccessDenied'))));

    const { differences, buckets } = await checkOrganization(options(), steps);

    expect(differences).toEqual([
      {
        kind: 'unreadable',
        account: A,
        region: 'eu-west-1',
        bucket: 'a-1',
        buckets: 1,
        error: { operation, code: 'AccessDenied', message: 'AWS says AccessDenied' },
        next: expect.stringContaining('s3:GetInventoryConfiguration') as string,
      },
    ]);
    expect(names(buckets)).toEqual(['a-2', 'a-3', 'b-1']);
  });

  it('continues after an account that cannot be opened, and reports the number of its buckets', async () => {
    const { steps, read } = fakeSteps({
      open: (id) => (id === A ? Promise.reject(refusal('AssumeRole', 'AccessDenied')) : Promise.resolve()),
      ...withBucket('b-1', () => Promise.resolve([])),
    });

    const { differences, buckets } = await checkOrganization(options(), steps);

    expect(differences).toMatchObject([
      {
        kind: 'unreadable',
        account: A,
        region: null,
        bucket: null,
        buckets: 3,
        error: { operation: 'AssumeRole', code: 'AccessDenied', message: 'AWS says AccessDenied' },
        next: expect.stringContaining("apply the account's access stack") as string,
      },
      { kind: 'missing', bucket: 'b-1' },
    ]);
    expect(read).toEqual([`${B} eu-west-1 b-1`]);
    expect(names(buckets)).toEqual(['b-1']);
  });

  it('counts only the buckets of the part in an account that cannot be opened', async () => {
    const { steps } = fakeSteps({ open: () => Promise.reject(refusal('AssumeRole', 'AccessDenied')) });

    const { differences } = await checkOrganization(
      options({ part: { accounts: [A], regions: ['us-east-1'] } }),
      steps,
    );

    expect(differences).toMatchObject([{ kind: 'unreadable', account: A, buckets: 1 }]);
  });

  it('gives another instruction for the management account, which lacks the role', async () => {
    const managed = snapshot(account(MANAGEMENT, { buckets: [bucket('billing')] }));
    const { steps } = fakeSteps({ open: () => Promise.reject(refusal('AssumeRole', 'AccessDenied')) });

    const { differences } = await checkOrganization(options({ snapshot: managed }), steps);

    expect(differences).toMatchObject([{ next: expect.stringContaining('filters.accounts.exclude') as string }]);
  });

  it('reads only the requested part', async () => {
    const { steps, opened, read } = fakeSteps();

    await checkOrganization(options({ part: { accounts: [A], regions: ['us-east-1'] } }), steps);

    expect([opened, read]).toEqual([[A], [`${A} us-east-1 a-3`]]);
  });

  it.each([
    [
      'an account that is not in scope',
      { accounts: ['999999999999'], regions: [] },
      'Account 999999999999 is not one of',
    ],
    ['a Region without a selected bucket', { accounts: [], regions: ['eu-west-9'] }, 'no selected bucket is there'],
  ])('refuses %s before the first call', async (_what, part, message) => {
    const { steps, opened } = fakeSteps();

    await expect(checkOrganization(options({ part }), steps)).rejects.toThrow(message);
    expect(opened).toEqual([]);
  });

  it('reports progress from the start to the last bucket', async () => {
    const { steps, progress } = fakeSteps();

    await checkOrganization(options({ concurrency: 1 }), steps);

    expect(progress).toEqual(['0/4', '1/4', '2/4', '3/4', '4/4']);
  });

  it('reads 5,000 buckets once each, never more than 32 at once', async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      account(`5${String(index).padStart(11, '0')}`, {
        buckets: Array.from({ length: 100 }, (_one, number) => bucket(`bucket-${index}-${number}`)),
      }),
    );
    let running = 0;
    let most = 0;
    const { steps, read } = fakeSteps({
      readConfigurations: async (one) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return right(one);
      },
    });

    const { differences } = await checkOrganization(options({ snapshot: snapshot(...many), concurrency: 32 }), steps);

    expect([differences, most, read.length, new Set(read).size]).toEqual([[], 32, 5000, 5000]);
  });

  it.each<[string, Partial<DriftSteps>]>([
    ['opening an account', { open: () => Promise.reject(new TypeError('a defect')) }],
    ['reading a bucket', { readConfigurations: () => Promise.reject(new TypeError('a defect')) }],
  ])('rethrows an error that is not from AWS, while %s', async (_when, changes) => {
    await expect(checkOrganization(options(), fakeSteps(changes).steps)).rejects.toThrow(TypeError);
  });

  it.each<[string, (stop: () => void) => Partial<DriftSteps>]>([
    [
      'an account is being opened',
      (stop) => ({
        open: () => {
          stop();
          return Promise.reject(refusal('AssumeRole', 'AbortError'));
        },
      }),
    ],
    [
      'a bucket is being read',
      (stop) => ({
        readConfigurations: () => {
          stop();
          return Promise.reject(refusal('ListBucketInventoryConfigurations', 'AbortError'));
        },
      }),
    ],
    [
      'the last bucket has just been read',
      (stop) => ({ onProgress: (done, total) => (done === total ? stop() : undefined) }),
    ],
  ])('does not report an interruption as a difference, while %s', async (_when, changes) => {
    const controller = new AbortController();
    const { steps } = fakeSteps(changes(() => controller.abort(new Error('interrupted'))));

    await expect(checkOrganization(options({ signal: controller.signal }), steps)).rejects.toThrow();
  });
});

describe('checkOrganization with refresh', () => {
  const refreshed = (changes: Partial<DriftOptions> = {}) => options({ refresh: true, ...changes });

  it('lists every account in scope once, including one without a known bucket', async () => {
    const { steps, opened, listed } = fakeSteps();

    expect((await checkOrganization(refreshed(), steps)).differences).toEqual([]);
    expect([opened, listed]).toEqual([
      [A, B, C],
      [A, B, C],
    ]);
  });

  it('reports new buckets, and without a call those that no longer exist', async () => {
    const { steps, read } = fakeSteps({
      listBuckets: (id) =>
        Promise.resolve(id === A ? [bucket('a-1'), bucket('a-3', 'us-east-1'), bucket('new')] : [bucket('tmp-new')]),
    });

    const { differences, buckets } = await checkOrganization(
      refreshed({ part: { accounts: [A, C], regions: [] } }),
      steps,
    );

    expect(differences).toEqual([
      { kind: 'gone-bucket', account: A, region: 'eu-west-1', bucket: 'a-2' },
      { kind: 'unmanaged-bucket', account: A, region: 'eu-west-1', bucket: 'new' },
    ]);
    expect(names(buckets)).toEqual(['a-1', 'a-2', 'new', 'a-3']);
    expect(read.map((one) => one.split(' ').at(-1)).sort()).toEqual(['a-1', 'a-3', 'new']);
  });

  it('treats a bucket that was created again in another Region as new, and reads it there', async () => {
    const moved = [bucket('a-1', 'us-east-1'), bucket('a-2'), bucket('a-3', 'us-east-1')];
    const { steps, read } = fakeSteps({ listBuckets: () => Promise.resolve(moved) });

    const { differences } = await checkOrganization(refreshed({ part: { accounts: [A], regions: [] } }), steps);

    expect(differences.map(({ kind, region, bucket: name }) => [kind, region, name])).toEqual([
      ['gone-bucket', 'eu-west-1', 'a-1'],
      ['unmanaged-bucket', 'us-east-1', 'a-1'],
    ]);
    expect(read).not.toContain(`${A} eu-west-1 a-1`);
  });

  it('ignores a bucket that was created and deleted in between', async () => {
    const { steps } = fakeSteps({
      listBuckets: () => Promise.resolve([...(base.accounts[1]?.buckets ?? []), bucket('brief')]),
      ...withBucket('brief', () => Promise.reject(refusal('ListBucketInventoryConfigurations', 'NoSuchBucket'))),
    });

    const { differences } = await checkOrganization(refreshed({ part: { accounts: [B], regions: [] } }), steps);

    expect(differences).toEqual([]);
  });

  it('does not report the buckets of an account as gone if it cannot be listed', async () => {
    const { steps } = fakeSteps({
      listBuckets: (id) => (id === A ? Promise.reject(refusal('ListBuckets', 'AccessDenied')) : Promise.resolve([])),
    });

    const { differences } = await checkOrganization(refreshed(), steps);

    expect(differences.map(({ kind, account: id, bucket: name }) => [kind, id, name])).toEqual([
      ['unreadable', A, null],
      ['gone-bucket', B, 'b-1'],
    ]);
  });

  it('accepts a Region with a new bucket only, and refuses a Region without buckets', async () => {
    const { steps } = fakeSteps({ listBuckets: () => Promise.resolve([bucket('new', 'ap-south-1')]) });
    const only = (region: string) =>
      checkOrganization(refreshed({ part: { accounts: [A], regions: [region] } }), steps);

    expect((await only('ap-south-1')).differences).toMatchObject([{ kind: 'unmanaged-bucket', bucket: 'new' }]);
    await expect(only('ap-south-9')).rejects.toThrow('no selected bucket is there');
  });

  it('leaves out our own destination buckets', async () => {
    const own = `s3inventory-eu-west-1-${DESTINATION}`;
    const { steps, read } = fakeSteps({ listBuckets: () => Promise.resolve([bucket(own)]) });

    await checkOrganization(refreshed({ snapshot: snapshot(account(DESTINATION)) }), steps);

    expect(read).toEqual([]);
  });
});
