import type { CatalogPartition } from '../../../core/catalog/catalog';
import { newestReports } from '../../../core/status/newest-reports';

const A = '111111111111';
const B = '222222222222';
const logs = { account: A, region: 'eu-west-1', bucket: 'logs' };
const partition: CatalogPartition = {
  values: ['logs'],
  location: `s3://reports/inventory/${A}/logs/all/hive/dt=2026-01-30-01-00/`,
  parameters: { 'orgs3.dt': '2026-01-30-01-00', 'orgs3.account': A },
};

describe('newestReports', () => {
  it('uses the date of the parameters', () => {
    expect(newestReports([{ ...partition, location: 's3://elsewhere/' }]).newest(logs)).toBe(Date.UTC(2026, 0, 30, 1));
  });

  it('uses the date of the location where there are no parameters', () => {
    expect(newestReports([{ ...partition, parameters: {} }]).newest(logs)).toBe(Date.UTC(2026, 0, 30, 1));
  });

  it('uses the newer report of two formats', () => {
    const csv = { ...partition, parameters: { 'orgs3.dt': '2026-01-31-01-00' } };

    expect(newestReports([csv, partition]).newest(logs)).toBe(Date.UTC(2026, 0, 31, 1));
    expect(newestReports([partition, csv]).newest(logs)).toBe(Date.UTC(2026, 0, 31, 1));
  });

  it('is none where only other buckets have reports', () => {
    expect(newestReports([partition]).newest({ ...logs, bucket: 'log' })).toBe('none');
  });

  it('ignores reports of another account that had the bucket name before', () => {
    expect(newestReports([partition]).newest({ ...logs, account: B })).toBe('none');
  });

  it('is undated where no partition of the bucket has a date', () => {
    const undated = { ...partition, location: 's3://reports/by-hand/', parameters: {} };

    expect(newestReports([undated]).newest(logs)).toBe('undated');
    expect(newestReports([undated, partition]).newest(logs)).toBe(Date.UTC(2026, 0, 30, 1));
  });
});
