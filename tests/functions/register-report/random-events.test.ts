import fc from 'fast-check';
import type { ReportFiles } from '../../../core/report/manifest';
import { createHandler } from '../../../functions/register-report/register-report';
import { InMemoryCatalog } from '../../core/catalog/in-memory-catalog';
import { anyBody, anyManifest } from '../../core/report/hostile-input';
import { checksumKey, controlFiles, sampleKey, sampleManifest, scope } from '../../core/report/sample-report';

/** One run is a batch of many messages. */
const numRuns = Math.ceil(Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 1000) / 10);

const good = sampleKey({ bucket: 'photos' });
const goodBody = JSON.stringify({
  Records: [
    {
      eventVersion: '2.1',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: scope.destinationBucket }, object: { key: checksumKey({ bucket: 'photos' }) } },
    },
  ],
});

/** A Lambda for which every report but the good one has this manifest. */
function lambda(manifest: unknown) {
  const catalog = new InMemoryCatalog();
  const read = ({ manifestKey }: { readonly manifestKey: string }): Promise<ReportFiles> =>
    Promise.resolve(controlFiles(manifestKey === good.manifestKey ? sampleManifest(good) : manifest));
  const handler = createHandler({
    settings: {
      ...scope,
      destinationAccount: '222222222222',
      database: 's3_inventory',
      region: 'eu-west-1',
      reportsDays: 10_000,
      endpoint: undefined,
    },
    reports: { read },
    catalog,
    log: () => {},
    writeLine: () => {},
    now: () => Date.UTC(2026, 0, 2, 13),
  });
  return { handler, catalog };
}

describe('whatever stands in a batch', () => {
  it('nothing crashes it, a good report among the rest is registered, and no partition lies outside our prefix', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { maxLength: 12 }), anyManifest, fc.nat(), async (bodies, manifest, at) => {
        const { handler, catalog } = lambda(manifest);
        const messages = [...bodies.slice(0, at % 13), goodBody, ...bodies.slice(at % 13)];
        const ids = messages.map((_, index) => `m${index}`);

        const answer = await handler({
          Records: messages.map((body, index) => ({ messageId: ids[index], body })),
        });

        const failed = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        expect(ids).toEqual(expect.arrayContaining(failed));
        expect(failed).not.toContain(ids[messages.indexOf(goodBody)]);
        expect(Object.values(catalog.list('inventory'))).toContain(good.location);
        for (const location of Object.values(catalog.list('inventory'))) {
          expect(location).toMatch(
            /^s3:\/\/s3inventory-eu-west-1-222222222222\/inventory\/[0-9]{12}\/[^/]+\/organization-inventory\/hive\//,
          );
        }
      }),
      { numRuns },
    );
  }, 1_800_000);
});
