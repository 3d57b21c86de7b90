import { configuredAfter } from '../../../core/status/configured-after';
import { account, bucket, DESTINATION, exampleConfig, snapshot } from '../organization/example';

const A = '111111111111';
const logs = { account: A, region: 'eu-west-1', bucket: 'logs' };
const day = (date: number) => Date.UTC(2026, 0, date);

interface Dates {
  readonly bucket?: string;
  readonly destination?: string;
  readonly since?: number;
}

function after(dates: Dates): number | undefined {
  const created = (name: string, date: string | undefined) => ({
    ...bucket(name),
    ...(date === undefined ? {} : { created: date }),
  });
  const known = snapshot(
    account(A, { buckets: [created('logs', dates.bucket)] }),
    account(DESTINATION, { buckets: [created(`s3inventory-eu-west-1-${DESTINATION}`, dates.destination)] }),
  );
  return configuredAfter(exampleConfig(), known, dates.since)(logs);
}

describe('configuredAfter', () => {
  it.each([
    ['the bucket', { bucket: '2026-01-03T00:00:00.000Z', destination: '2026-01-01T00:00:00.000Z', since: day(2) }],
    ['the destination bucket', { bucket: '2026-01-01T00:00:00.000Z', destination: '2026-01-03T00:00:00.000Z' }],
    ['what a person says', { bucket: '2026-01-01T00:00:00.000Z', since: day(3) }],
  ])('is the latest of what is known: %s', (_which, dates) => {
    expect(after(dates)).toBe(day(3));
  });

  it('is unknown without a valid date', () => {
    expect(after({})).toBeUndefined();
    expect(after({ bucket: 'long ago' })).toBeUndefined();
  });
});
