import fc from 'fast-check';
import { registerAssets } from '../../../core/asset-register/register-assets';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { seenBy } from '../catalog/scheduled-catalog';
import { sampleKey } from '../report/sample-report';
import { FakeReports } from './fake-asset-register';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const STAMPS = [
  '2026-01-02T01-00Z',
  '2026-01-02T09-00Z',
  '2026-01-02T17-00Z',
  '2026-01-03T01-00Z',
  '2026-01-03T09-00Z',
];
const PLACE = '333333333333 eu-west-1 logs';

const key = (stamp: string) => sampleKey({ stamp });
/** The reports that the two tables have to show: the newest one of each day, and the newest one of all. */
function wanted(stamps: readonly string[]) {
  const newest = new Map([...stamps].sort().map((stamp) => [stamp.slice(0, 10), key(stamp).location] as const));
  return {
    days: Object.fromEntries([...newest].map(([day, location]) => [`${day} ${PLACE}`, location])),
    latest: { [PLACE]: [...newest.values()].at(-1) },
  };
}
const shown = (catalog: InMemoryCatalog) => ({
  days: catalog.list('asset_register'),
  latest: catalog.list('asset_register_latest'),
});

describe('several invocations of the register at once', () => {
  it('leave the newest scan of each day and of all, in whatever order their calls reach S3 and Glue', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.subarray(STAMPS, { minLength: 1 }), { minLength: 2, maxLength: 4 }),
      async (scheduler, invocations) => {
        const catalog = new InMemoryCatalog();
        const reports = new FakeReports();
        const runs = invocations.map(async (stamps) => {
          await scheduler.schedule(Promise.resolve());
          const keys = stamps.map(key);
          const turn = () => scheduler.schedule(Promise.resolve());
          return registerAssets(reports.add(...keys).steps(seenBy(catalog, scheduler), turn), keys);
        });
        await scheduler.waitFor(Promise.all(runs));

        for (const outcomes of await Promise.all(runs))
          for (const { status } of outcomes.values()) expect(['registered', 'unchanged']).toContain(status);
        expect(shown(catalog)).toEqual(wanted(invocations.flat()));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it('leave it also where one is killed between any two calls and its messages come again', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(STAMPS, { minLength: 2 }),
      fc.nat({ max: 16 }),
      async (scheduler, stamps, mostCalls) => {
        const catalog = new InMemoryCatalog();
        const reports = new FakeReports();
        const turn = () => scheduler.schedule(Promise.resolve());
        const runs = stamps.map(async (stamp, index) => {
          const seen = seenBy(catalog, scheduler, index === 0 ? mostCalls : Infinity);
          return registerAssets(reports.add(key(stamp)).steps(seen, turn), [key(stamp)]);
        });
        await scheduler.waitFor(Promise.all(runs));
        const again = stamps.slice(0, 1).map(key);
        await registerAssets(reports.steps(catalog), again);

        expect(shown(catalog)).toEqual(wanted(stamps));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });
});
