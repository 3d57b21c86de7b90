import { Orgs3Error } from '../../core/errors';
import { eachStack } from '../../sandbox/chain';
import { lastTwoScans, plannedChanges } from '../../sandbox/steps';

describe('eachStack', () => {
  const failing = (names: readonly string[]) => (stack: string) =>
    names.includes(stack)
      ? Promise.reject(new Orgs3Error(`${stack} failed`, { next: `look at ${stack}` }))
      : Promise.resolve(stack.length);

  it('returns the result of each stack, and reports each as it ends', async () => {
    const heard: string[] = [];
    const results = await eachStack(['a', 'bb'], failing([]), (stack) => heard.push(stack));

    expect([...results]).toEqual([
      ['a', 1],
      ['bb', 2],
    ]);
    expect(heard.sort()).toEqual(['a', 'bb']);
  });

  it('goes on with the others when one fails', async () => {
    const heard: string[] = [];
    const run = eachStack(['a', 'b', 'c'], failing(['a']), (stack) => heard.push(stack));

    await expect(run).rejects.toThrow('a failed');
    expect(heard.sort()).toEqual(['b', 'c']);
  });

  it('reports every failure, each with its next step', async () => {
    await expect(eachStack(['a', 'b', 'c'], failing(['a', 'c']))).rejects.toMatchObject({
      message: 'a failed\nc failed',
      next: expect.stringMatching(/look at a\n +look at c/) as string,
    });
  });

  it('throws a defect unchanged', async () => {
    const defect = new TypeError('undefined is not a function');

    await expect(eachStack(['a'], () => Promise.reject(defect))).rejects.toBe(defect);
  });
});

describe('lastTwoScans', () => {
  it("takes today's and yesterday's scan, at one o'clock UTC", () => {
    expect(lastTwoScans(new Date('2026-03-01T09:30:00Z')).map((scan) => scan.toISOString())).toEqual([
      '2026-02-28T01:00:00.000Z',
      '2026-03-01T01:00:00.000Z',
    ]);
  });

  it('takes no scan in the future', () => {
    expect(lastTwoScans(new Date('2026-03-01T00:59:59Z')).map((scan) => scan.toISOString())).toEqual([
      '2026-02-27T01:00:00.000Z',
      '2026-02-28T01:00:00.000Z',
    ]);
  });
});

describe('plannedChanges', () => {
  it("keeps the resources that a plan changes, in Terraform's words", () => {
    const plan =
      'Refreshing...\n\nTerraform will perform:\n\n  # a.b will be updated\n  ~ frequency = "Weekly" -> "Daily"\n\nPlan: 0 to add\n';

    expect(plannedChanges(plan)).toBe('  # a.b will be updated\n  ~ frequency = "Weekly" -> "Daily"');
  });

  it('is empty if nothing would change', () => {
    expect(plannedChanges('No changes. Your infrastructure matches the configuration.')).toBe('');
  });
});
