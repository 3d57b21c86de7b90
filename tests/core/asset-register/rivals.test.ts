import { rivals } from '../../../core/asset-register/rivals';
import { sampleKey, scope } from '../report/sample-report';

const key = sampleKey({ stamp: '2026-01-02T01-00Z' });
const found = (...stamps: string[]) => rivals(key, stamps, scope).map(({ dt }) => dt);

describe('the reports that may have a better right to the partitions of one', () => {
  it('are the newest of its day and the newest of all', () => {
    expect(
      found(
        '2026-01-04T01-00Z',
        '2026-01-02T13-00Z',
        '2026-01-02T12-00Z',
        '2026-01-05T01-00Z',
        '2026-01-02T01-00Z',
        '2026-01-01T01-00Z',
      ),
    ).toEqual(['2026-01-02-13-00', '2026-01-05-01-00']);
  });

  it('are one where that is the same, and none where the report is the newest', () => {
    expect(found('2026-01-02T12-00Z')).toEqual(['2026-01-02-12-00']);
    expect(found('2026-01-02T01-00Z', '2025-12-31T01-00Z')).toEqual([]);
  });

  it('are never folders of another name', () => {
    expect(found('data', 'hive', '2026-13-45T99-99Z')).toEqual([]);
  });

  it('lie where the report lies', () => {
    const [rival] = rivals(key, ['2026-01-02T12-00Z'], scope);

    expect(rival).toEqual(sampleKey({ stamp: '2026-01-02T12-00Z' }));
  });
});
