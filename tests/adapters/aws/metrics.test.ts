import { metricLines } from '../../../adapters/aws/metrics';

const metrics = (values: number[]) =>
  metricLines({
    namespace: 'OrgS3Inventory',
    dimensions: { Region: 'eu-west-1' },
    metrics: { ReportAgeSeconds: { unit: 'Seconds', values }, Calls: { unit: 'Count', values: [1] } },
    timestamp: 5,
  }).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('metrics in embedded metric format', () => {
  it('are one JSON line with everything that CloudWatch needs', () => {
    expect(metrics([7, 8])).toEqual([
      {
        _aws: {
          Timestamp: 5,
          CloudWatchMetrics: [
            {
              Namespace: 'OrgS3Inventory',
              Dimensions: [['Region']],
              Metrics: [
                { Name: 'ReportAgeSeconds', Unit: 'Seconds' },
                { Name: 'Calls', Unit: 'Count' },
              ],
            },
          ],
        },
        Region: 'eu-west-1',
        ReportAgeSeconds: [7, 8],
        Calls: 1,
      },
    ]);
  });

  it('take more lines where a metric has more than 100 values, and count nothing twice', () => {
    const lines = metrics(Array.from({ length: 250 }, (_, index) => index));

    expect(lines.flatMap((line) => line['ReportAgeSeconds'])).toHaveLength(250);
    expect(lines.filter((line) => 'Calls' in line)).toHaveLength(1);
  });

  it('leave out a metric without values', () => {
    expect(metrics([])[0]).not.toHaveProperty('ReportAgeSeconds');
  });
});
