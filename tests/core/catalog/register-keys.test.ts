import { registerKeys } from '../../../core/catalog/register-keys';
import type { ReportKey } from '../../../core/report/report-key';
import { controlFiles, sampleKey, sampleManifest } from '../report/sample-report';
import { InMemoryCatalog } from './in-memory-catalog';

describe('the registration of keys', () => {
  it('leaves a report alone that has expired: S3 may remove its files before the next pass', async () => {
    const catalog = new InMemoryCatalog();
    const [expired, shown] = [sampleKey({ stamp: '2026-01-02T01-00Z' }), sampleKey({ stamp: '2026-01-03T01-00Z' })];
    const read = (key: ReportKey) => Promise.resolve(controlFiles(sampleManifest(key)));
    const target = { catalog, location: 's3://x/inventory/', read, expiredBefore: () => shown.scanStarted };
    const outcomes = await registerKeys(target, [expired, shown]);

    expect(outcomes.get(expired)).toEqual({ status: 'unchanged' });
    expect(Object.values(catalog.list('inventory'))).toEqual([shown.location]);
  });
});
