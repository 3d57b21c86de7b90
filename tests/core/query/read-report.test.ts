import { athenaCost, describeRead, describeTotal, formatBytes } from '../../../core/query/read-report';

const athena = (bytesScanned: number) => ({ engine: 'athena', bytesScanned, id: 'q' }) as const;
const duckdb = {
  engine: 'duckdb',
  partitions: 12,
  partitionsRead: 3,
  partitionsGone: 0,
  files: 5,
  bytes: 3 * 2 ** 20,
} as const;

describe('athenaCost', () => {
  it('is $5 per TB, for 10 MB at least, and nothing where nothing is scanned', () => {
    expect(athenaCost(2 ** 40)).toBe(5);
    expect(athenaCost(1)).toBe(athenaCost(10 * 2 ** 20));
    expect(athenaCost(10 * 2 ** 20 + 1)).toBe(athenaCost(11 * 2 ** 20));
    expect(athenaCost(0)).toBe(0);
  });
});

describe('describeRead', () => {
  it('tells what Athena scanned and what that costs', () => {
    expect(describeRead('eu-west-1', athena(2 ** 39))).toBe(
      'eu-west-1: scanned 512.0 GB, about $2.50 (list price in us-east-1)',
    );
    expect(describeRead('eu-west-1', athena(5))).toContain('scanned 5 B, about $0.000048');
  });

  it('tells a free answer', () => {
    expect(describeRead('eu-west-1', athena(0))).toBe('eu-west-1: scanned 0 B, about $0 (list price in us-east-1)');
    expect(describeRead('eu-west-1', { ...duckdb, partitions: 0 })).toBe('eu-west-1: read no report');
  });

  it('tells what DuckDB fetched', () => {
    expect(describeRead('eu-west-1', duckdb)).toBe('eu-west-1: read 3 of 12 partitions, 5 files, 3.0 MB');
    expect(describeRead('eu-west-1', { ...duckdb, partitions: 1, files: 1, partitionsGone: 1 })).toBe(
      'eu-west-1: read 3 of 1 partition, 1 file, 3.0 MB; 1 partition without a report in the bucket (expired?) read as empty, as Athena does',
    );
  });
});

describe('describeTotal', () => {
  it('adds up Regions, each with its minimum', () => {
    expect(describeTotal([athena(2 ** 40), athena(2 ** 40)])).toBe(
      'total: scanned 2.0 TB, about $10.00 (list price in us-east-1)',
    );
    expect(describeTotal([duckdb, duckdb])).toBe('total: 10 files, 6.0 MB');
    expect(describeTotal([duckdb])).toBeUndefined();
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1.5 * 2 ** 30, '1.5 GB'],
    [2 ** 60, '1024.0 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
