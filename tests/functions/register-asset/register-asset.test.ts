import { createLog } from '../../../adapters/aws/log';
import { type ReportKey, reportKeyOf } from '../../../core/report/report-key';
import { scopeOf } from '../../../functions/collector-environment';
import { createHandler } from '../../../functions/register-asset/register-asset';
import { InMemoryCatalog } from '../../core/catalog/in-memory-catalog';
import { scope } from '../../core/report/sample-report';
import { COPIES_BUCKET } from '../../core/asset-register/fake-copies';
import { FakeReports, LOCATION } from '../../core/asset-register/fake-asset-register';

const settings = {
  ...scope,
  destinationAccount: '222222222222',
  database: 's3_asset_register',
  region: 'eu-west-1',
  reportsDays: 10_000,
  endpoint: undefined,
  regions: ['eu-west-1', 'us-east-1'],
  location: LOCATION,
  copies: { mode: 'reference' as const, bucket: COPIES_BUCKET, days: 90 },
};

function reportIn(region: string, account: string, bucket: string, stamp = '2026-01-02T01-00Z'): ReportKey {
  const key = reportKeyOf({ account, bucket, stamp }, scopeOf(region, settings));
  if (key === undefined) throw new Error('not a report');
  return key;
}

function lambda() {
  const catalog = new InMemoryCatalog();
  const reports = new FakeReports();
  const lines: Record<string, unknown>[] = [];
  const writeLine = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const handler = createHandler({
    settings,
    writeLine,
    now: () => Date.UTC(2026, 0, 2, 13),
    steps: reports.steps(catalog),
    log: createLog(writeLine, { region: settings.region }),
  });
  return { catalog, reports, handler, lines };
}

const messageAbout = (key: ReportKey, messageId: string) => ({
  messageId,
  body: JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: key.destinationBucket }, object: { key: encodeURIComponent(key.checksumKey) } },
      },
    ],
  }),
});

const irish = reportIn('eu-west-1', '333333333333', 'logs');
const virginian = reportIn('us-east-1', '444444444444', 'logs');

describe('register-asset', () => {
  it('leaves a report alone whose scan began before the retention', async () => {
    const { catalog, reports, handler } = lambda();
    const old = reportIn('eu-west-1', '333333333333', 'logs', '1997-01-02T01-00Z');
    reports.add(old);

    expect(await handler({ Records: [messageAbout(old, 'm1')] })).toEqual({ batchItemFailures: [] });

    expect(catalog.list('asset_register')).toEqual({});
  });

  it('shows the reports of all Regions in one table, from one batch of messages', async () => {
    const { catalog, reports, handler } = lambda();
    reports.add(irish, virginian);

    const answer = await handler({ Records: [messageAbout(irish, 'm1'), messageAbout(virginian, 'm2')] });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(catalog.list('asset_register')).toEqual({
      '2026-01-02 333333333333 eu-west-1 logs': irish.location,
      '2026-01-02 444444444444 us-east-1 logs': virginian.location,
    });
  });

  it('has only the message come back whose report cannot be read', async () => {
    const { catalog, reports, handler } = lambda();
    reports.add(virginian);

    const answer = await handler({ Records: [messageAbout(irish, 'm1'), messageAbout(virginian, 'm2')] });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(Object.keys(catalog.list('asset_register'))).toEqual(['2026-01-02 444444444444 us-east-1 logs']);
  });

  it('takes nothing from a bucket that is the destination bucket of no Region in use', async () => {
    const { catalog, reports, handler } = lambda();
    const elsewhere = reportIn('ap-south-1', '333333333333', 'logs');
    reports.add(elsewhere);

    await handler({ Records: [messageAbout(elsewhere, 'm1')] });

    expect([...catalog.tables]).toEqual([]);
  });

  it('counts in metrics of its own, in the home Region', async () => {
    const { reports, handler, lines } = lambda();
    reports.add(irish);

    await handler({ Records: [messageAbout(irish, 'm1')] });

    expect(lines).toContainEqual(expect.objectContaining({ Region: 'eu-west-1', ReportsRegistered: 1 }));
    expect(JSON.stringify(lines)).toContain('"Namespace":"OrgS3AssetRegister"');
  });
});
