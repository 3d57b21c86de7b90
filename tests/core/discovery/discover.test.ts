import { discover, type DiscoverySteps } from '../../../core/discovery/discover';
import { account, bucket, DESTINATION, exampleConfig, listing, MANAGEMENT, snapshot } from '../organization/example';
import { base, fakeSteps, options, refuse } from './fake-steps';

const A = '111111111111';
const B = '222222222222';

describe('discover', () => {
  it('reads every account once and writes the snapshot', async () => {
    const { steps, asked, written, progress } = fakeSteps({
      readBuckets: (id) => Promise.resolve([bucket(`logs-${id}`)]),
    });

    const { snapshot: found, isFirst, accountsRead, failures } = await discover(options(), steps);

    expect(asked).toEqual([MANAGEMENT, DESTINATION]);
    expect(written).toEqual([found]);
    expect(found.accounts.map(({ buckets }) => buckets)).toEqual([
      [bucket(`logs-${MANAGEMENT}`)],
      [bucket(`logs-${DESTINATION}`)],
    ]);
    expect({ isFirst, accountsRead, failures }).toEqual({ isFirst: true, accountsRead: 2, failures: [] });
    expect(progress).toEqual(['0/2', '1/2', '2/2']);
  });

  it('keeps the buckets of an account that fails, and updates the others', async () => {
    const { steps, written } = fakeSteps({
      readSnapshot: () => snapshot(...base, account(A, { buckets: [bucket('kept')] }), account(B)),
      readOrganization: () => Promise.resolve(listing(...base, account(A), account(B))),
      readBuckets: (id) => (id === A ? refuse(id) : Promise.resolve([bucket(`new-${id}`)])),
    });

    const { failures, changes } = await discover(options(), steps);

    const accounts = new Map(written[0]?.accounts.map((one) => [one.id, one]));
    expect(accounts.get(A)).toMatchObject({ buckets: [bucket('kept')], error: { code: 'AccessDenied' } });
    expect(accounts.get(B)).toEqual(account(B, { buckets: [bucket(`new-${B}`)] }));
    expect(failures).toEqual([
      {
        account: A,
        name: `account ${A}`,
        error: { operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized' },
        keptBuckets: 1,
        next: expect.stringContaining('--role OrganizationAccountAccessRole') as string,
      },
    ]);
    expect(changes.bucketsRemoved).toEqual([]);
  });

  it('gives another instruction for the management account, which lacks the role', async () => {
    const { steps } = fakeSteps({ readBuckets: (id) => (id === MANAGEMENT ? refuse(id) : Promise.resolve([])) });

    const { failures } = await discover(options(), steps);

    expect(failures.map(({ next }) => next)).toEqual([expect.stringContaining('filters.accounts.exclude')]);
  });

  it('does not read accounts out of scope, and keeps their buckets', async () => {
    const { steps, asked, written } = fakeSteps({
      readSnapshot: () => snapshot(...base, account(A, { buckets: [bucket('kept')] })),
      readOrganization: () => Promise.resolve(listing(...base, account(A), account(B, { state: 'SUSPENDED' }))),
    });

    await discover(options({ config: exampleConfig({ filters: { accounts: { exclude: [A] } } }) }), steps);

    expect(asked).toEqual([MANAGEMENT, DESTINATION]);
    expect(written[0]?.accounts.slice(2)).toEqual([
      account(A, { buckets: [bucket('kept')] }),
      account(B, { state: 'SUSPENDED' }),
    ]);
  });

  it('drops departed accounts only with prune', async () => {
    const previous = snapshot(...base, account(A, { buckets: [bucket('gone')] }));
    const run = async (prune: boolean) =>
      discover(options({ prune }), fakeSteps({ readSnapshot: () => previous }).steps);

    expect((await run(false)).changes.statesChanged).toEqual([{ account: A, from: 'ACTIVE', to: 'DEPARTED' }]);
    expect((await run(true)).changes).toMatchObject({ accountsPruned: [A], bucketsRemoved: [{ bucket: 'gone' }] });
  });

  it('reads 1,000 accounts, never more than 16 at once', async () => {
    const ids = Array.from({ length: 998 }, (_, index) => `5${String(index).padStart(11, '0')}`);
    let running = 0;
    let most = 0;
    const { steps, asked, written } = fakeSteps({
      readOrganization: () => Promise.resolve(listing(...base, ...ids.map((id) => account(id)))),
      readBuckets: async (id) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return [bucket(`logs-${id}`)];
      },
    });

    await discover(options({ concurrency: 16 }), steps);

    expect(most).toBe(16);
    expect(new Set(asked).size).toBe(1000);
    expect(asked).toHaveLength(1000);
    expect(written[0]?.accounts.filter(({ buckets }) => buckets.length === 1)).toHaveLength(1000);
  });

  it.each<[string, (stop: () => void) => Partial<DiscoverySteps>]>([
    [
      'the organization is being read',
      (stop) => ({
        readOrganization: () => {
          stop();
          return Promise.reject(new Error('aborted'));
        },
      }),
    ],
    [
      'an account is being read',
      (stop) => ({
        readBuckets: (id) => {
          stop();
          return refuse(id);
        },
      }),
    ],
    [
      'the last account has just been read',
      (stop) => ({
        onProgress: (done, total) => {
          if (done === total) stop();
        },
      }),
    ],
  ])('writes nothing when interrupted while %s', async (_when, changes) => {
    const controller = new AbortController();
    const { steps, written } = fakeSteps(changes(() => controller.abort()));

    await expect(discover(options({ signal: controller.signal }), steps)).rejects.toMatchObject({
      name: 'Orgs3Error',
      message: 'Interrupted; the snapshot was not changed',
    });
    expect(written).toEqual([]);
  });

  it('rethrows a defect instead of reporting an unreadable account', async () => {
    const { steps, written } = fakeSteps({ readBuckets: () => Promise.reject(new TypeError('a defect')) });

    await expect(discover(options(), steps)).rejects.toThrow('a defect');
    expect(written).toEqual([]);
  });

  it.each([
    ['another organization', listing(...base), 'o-other', 'The credentials belong to organization o-example123'],
    ['a list without its management account', listing(account(DESTINATION)), undefined, 'the list is not complete'],
    ['no destination account', listing(account(MANAGEMENT)), undefined, 'is not one of the 1 accounts'],
  ])('refuses %s before any account is marked as departed', async (_what, found, previousId, message) => {
    const before = snapshot(...base, account(A));
    const previous =
      previousId === undefined ? before : { ...before, organization: { ...before.organization, id: previousId } };
    const { steps, asked, written } = fakeSteps({
      readSnapshot: () => previous,
      readOrganization: () => Promise.resolve(found),
    });

    await expect(discover(options(), steps)).rejects.toThrow(message);
    expect([asked, written]).toEqual([[], []]);
  });
});
