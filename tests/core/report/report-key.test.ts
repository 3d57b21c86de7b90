import fc from 'fast-check';
import { decodeEventKey, readReportKey } from '../../../core/report/report-key';
import { checksumKey, sampleKey, scope } from './sample-report';

describe('the key of a report', () => {
  it('gives the account, the bucket, the start of the scan and the location of the partition', () => {
    const actual = readReportKey(checksumKey({ bucket: 'my.logs', stamp: '2016-11-06T21-32Z' }), scope);

    expect(actual).toEqual({
      kind: 'report',
      report: {
        destinationBucket: 's3inventory-eu-west-1-222222222222',
        account: '333333333333',
        bucket: 'my.logs',
        configurationId: 'organization-inventory',
        dt: '2016-11-06-21-32',
        scanStarted: Date.UTC(2016, 10, 6, 21, 32),
        folder: 'inventory/333333333333/my.logs/organization-inventory/',
        manifestKey: 'inventory/333333333333/my.logs/organization-inventory/2016-11-06T21-32Z/manifest.json',
        checksumKey: 'inventory/333333333333/my.logs/organization-inventory/2016-11-06T21-32Z/manifest.checksum',
        location:
          's3://s3inventory-eu-west-1-222222222222/inventory/333333333333/my.logs/organization-inventory/hive/dt=2016-11-06-21-32/',
      },
    });
  });

  it('may be encoded, including its slashes', () => {
    expect(readReportKey(encodeURIComponent(checksumKey()), scope)).toEqual({ kind: 'report', report: sampleKey() });
  });

  it('is decoded like a web form: "+" is a space', () => {
    expect(decodeEventKey('a+b/%C3%BC%2B1')).toBe('a b/ü+1');
  });

  it('may have a prefix of several parts', () => {
    const deep = { ...scope, destinationPrefix: 'reports/inventory' };

    expect(readReportKey(`reports/${checksumKey()}`, deep)).toMatchObject({ report: { account: '333333333333' } });
  });

  it.each([
    ['another prefix', checksumKey().replace('inventory/', 'else/'), 'not below "inventory/"'],
    ['a prefix that only begins alike', checksumKey().replace('inventory/', 'inventory-2/'), 'not below "inventory/"'],
    ['a data file', 'inventory/333333333333/logs/organization-inventory/data/1.parquet', 'manifest.checksum'],
    ['the manifest itself', sampleKey().manifestKey, 'manifest.checksum'],
    ['another configuration', checksumKey().replace('organization-inventory', 'mine'), 'configuration "mine"'],
  ])('is ignored when it is about %s', (_, key, reason) => {
    expect(readReportKey(key, scope)).toEqual({ kind: 'ignored', reason: expect.stringContaining(reason) as string });
  });

  it.each([
    ['malformed escapes', `${checksumKey()}%zz`, 'malformed escapes'],
    ['no account', checksumKey().replace('333333333333/', ''), 'does not have the form'],
    ['an account of 11 digits', checksumKey({ account: '33333333333' }), 'does not have the form'],
    ['an impossible bucket name', checksumKey({ bucket: '..' }), 'does not have the form'],
    ['a date that does not exist', checksumKey({ stamp: '2026-02-30T01-00Z' }), 'does not have the form'],
    ['an hour that does not exist', checksumKey({ stamp: '2026-02-20T24-00Z' }), 'does not have the form'],
    ['one folder too many', checksumKey({ stamp: 'x/2026-02-20T01-00Z' }), 'does not have the form'],
  ])('is refused when it has %s', (_, key, reason) => {
    expect(readReportKey(key, scope)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) as string });
  });

  it('never gives a location outside the folder of its account and bucket', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '333333333333',
        'logs',
        'organization-inventory',
        '2026-01-02T01-00Z',
        '%2F',
        '%2e%2e',
      ),
      fc.string(),
    );
    const key = fc
      .array(part, { minLength: 3, maxLength: 6 })
      .map((parts) => `inventory/${parts.join('/')}/manifest.checksum`);
    const nearly = fc.tuple(part, part).map(([account, bucket]) => checksumKey({ account, bucket }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), key, nearly), (text) => {
        const reading = readReportKey(text, scope);
        if (reading.kind !== 'report') return;
        const { account, bucket, location } = reading.report;
        expect(location).toMatch(
          /^s3:\/\/s3inventory-eu-west-1-222222222222\/inventory\/\d{12}\/[A-Za-z0-9._-]+\/organization-inventory\/hive\/dt=[\d-]{16}\/$/,
        );
        expect(location.split('/').slice(4, 6)).toEqual([account, bucket]);
      }),
    );
  });
});
