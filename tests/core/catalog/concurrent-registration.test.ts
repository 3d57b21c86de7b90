import fc from 'fast-check';
import { registerInCatalog } from '../../../core/catalog/register-reports';
import { bucketGroups } from '../../../core/catalog/chunks';
import { sampleKey, sampleReport } from '../report/sample-report';
import { InMemoryCatalog } from './in-memory-catalog';
import { seenBy } from './scheduled-catalog';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const LOCATION = 's3://s3inventory-eu-west-1-222222222222/inventory/';
const STAMPS = ['2026-01-01T01-00Z', '2026-01-02T01-00Z', '2026-01-03T01-00Z', '2026-01-04T01-00Z'];

const report = (stamp: string) => sampleReport({ stamp });
const newest = (stamps: readonly string[]) => sampleKey({ stamp: [...stamps].sort().at(-1) ?? '' }).location;

describe('several invocations at once', () => {
  it('leave the newest report as the current state, in whatever order their calls reach Glue', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.subarray(STAMPS, { minLength: 1 }), { minLength: 2, maxLength: 4 }),
      async (scheduler, invocations) => {
        const catalog = new InMemoryCatalog();
        const before = await registerInCatalog({ catalog, location: LOCATION }, [report('2025-12-31T01-00Z')]);
        expect([...before.values()]).toMatchObject([{ status: 'registered' }]);

        const runs = invocations.map((stamps) =>
          registerInCatalog({ catalog: seenBy(catalog, scheduler), location: LOCATION }, stamps.map(report)),
        );
        await scheduler.waitFor(Promise.all(runs));

        for (const outcomes of await Promise.all(runs))
          for (const { status } of outcomes.values()) expect(['registered', 'unchanged']).toContain(status);
        expect(catalog.list('inventory_latest')).toEqual({ logs: newest(invocations.flat()) });
        expect(Object.keys(catalog.list('inventory'))).toHaveLength(1 + new Set(invocations.flat()).size);
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it('leave it also where one is killed between any two calls and its messages come again', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(STAMPS, { minLength: 2 }),
      fc.nat({ max: 12 }),
      async (scheduler, stamps, mostCalls) => {
        const catalog = new InMemoryCatalog();
        await registerInCatalog({ catalog, location: LOCATION }, [report('2025-12-31T01-00Z')]);

        const runs = stamps.map((stamp, index) =>
          registerInCatalog(
            { catalog: seenBy(catalog, scheduler, index === 0 ? mostCalls : Infinity), location: LOCATION },
            [report(stamp)],
          ),
        );
        await scheduler.waitFor(Promise.all(runs));
        await registerInCatalog({ catalog, location: LOCATION }, stamps.slice(0, 1).map(report));

        expect(catalog.list('inventory_latest')).toEqual({ logs: newest(stamps) });
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });
});

describe('the check for a newer report', () => {
  it('costs one page of partitions for 25 buckets', async () => {
    const catalog = new InMemoryCatalog();
    const reports = Array.from({ length: 100 }, (_, index) => sampleReport({ bucket: `bucket-${index}` }));

    await registerInCatalog({ catalog, location: LOCATION }, reports);

    expect(catalog.calls.filter((call) => call === 'readPartitionPage')).toHaveLength(4);
  });

  it('asks for fewer buckets at once where their names are long, so that Glue takes the expression', () => {
    const names = Array.from({ length: 30 }, (_, index) => String(index).padStart(255, 'x'));

    const groups = bucketGroups(names);

    expect(groups.flat()).toEqual(names);
    for (const group of groups) expect(JSON.stringify(group).length).toBeLessThan(2000);
  });
});
