import { AwsCallError, Orgs3Error } from '../../../core/errors';
import { askRegions, type Reply } from '../../../core/query/ask-regions';

const reply = (value: string): Reply => ({
  answer: { columns: [{ name: 'v', type: 'text' }], rows: [[value]] },
  report: { engine: 'athena', bytesScanned: 0, id: 'q' },
});
const failing = (failures: Record<string, Error>) => (region: string) => {
  const failure = failures[region];
  return failure === undefined ? Promise.resolve(reply(region)) : Promise.reject(failure);
};

describe('askRegions', () => {
  it('returns results in the order of the Regions, whichever finishes first', async () => {
    const slowFirst = async (region: string) => {
      if (region === 'a') for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      return reply(region);
    };

    expect((await askRegions(['a', 'b'], 'SELECT 1', slowFirst)).map(({ region }) => region)).toEqual(['a', 'b']);
  });

  it('gives no result where a Region fails, and names every failed Region', async () => {
    const ask = failing({
      a: new Orgs3Error('no table', { next: 'Wait.' }),
      c: new Orgs3Error('access denied'),
    });

    const failure = askRegions(['a', 'b', 'c'], 'SELECT 1', ask);
    await expect(failure).rejects.toThrow(
      'The query failed in 2 of 3 Regions, so there is no result:\n  a: no table\n  c: access denied',
    );
    await expect(failure).rejects.toMatchObject({ next: 'Wait. Or: Query the other Regions alone with --region.' });
  });

  it('passes on the error itself where only one Region is asked', async () => {
    const error = new Orgs3Error('no table');

    await expect(askRegions(['a'], 'SELECT 1', failing({ a: error }))).rejects.toBe(error);
  });

  it('gives one error where all Regions fail with the same message', async () => {
    const wrong = () => new Orgs3Error('syntax error');

    await expect(askRegions(['a', 'b'], 'SELEC 1', failing({ a: wrong(), b: wrong() }))).rejects.toMatchObject({
      name: 'Orgs3Error',
      message: 'syntax error',
    });
  });

  it('names the policy of a reader where AWS refuses, unless the error has its own instruction', async () => {
    const denied = (options: { readonly next?: string } = {}) =>
      new AwsCallError('StartQueryExecution', { region: 'a' }, 'AccessDeniedException', 'not authorized', options);
    const asked = (error: Error) => askRegions(['a'], 'SELECT 1', failing({ a: error }));

    await expect(asked(denied())).rejects.toMatchObject({
      message: denied().message,
      next: expect.stringContaining('"orgs3 policy reader"') as string,
    });
    await expect(asked(denied({ next: 'Wait.' }))).rejects.toMatchObject({ next: 'Wait.' });
    const throttled = new AwsCallError('GetTable', { region: 'a' }, 'ThrottlingException', 'slow down');
    await expect(asked(throttled)).rejects.toBe(throttled);
  });

  it('throws a defect even if other Regions were refused', async () => {
    const defect = new TypeError('x is undefined');

    await expect(
      askRegions(['a', 'b'], 'SELECT 1', failing({ a: new Orgs3Error('no table'), b: defect })),
    ).rejects.toBe(defect);
  });
});
