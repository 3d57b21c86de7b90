import { DAY, durationInWords, HOUR, readDt, readMoment } from '../../../core/text/time';

describe('readMoment', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:30.500Z', '2026-01-31T12:00:30.500Z'],
    ['2026-01-31T12:00+05:30', '2026-01-31T06:30:00.000Z'],
    ['2026-01-31T12:00:00-08:00', '2026-01-31T20:00:00.000Z'],
  ])('takes %s, in UTC where no zone is named', (text, moment) => {
    expect(new Date(readMoment(text) ?? NaN).toISOString()).toBe(moment);
  });

  it.each(['', 'yesterday', '2026', '2026-02-30', '2026-01-31T25:00Z', '31.01.2026', ' 2026-01-31', '2026-01-31\n'])(
    'refuses %j',
    (text) => {
      expect(readMoment(text)).toBeUndefined();
    },
  );
});

describe('readDt', () => {
  it('reads the start of a scan', () => {
    expect(readDt('2026-01-31-01-30')).toBe(Date.UTC(2026, 0, 31, 1, 30));
  });

  it.each(['2026-02-30-01-00', '2026-01-31-24-30', '1', 'latest'])('refuses %s', (dt) => {
    expect(readDt(dt)).toBeUndefined();
  });
});

describe('durationInWords', () => {
  it.each([
    [0, '0 min'],
    [-5 * HOUR, '0 min'],
    [HOUR - 1, '59 min'],
    [5.9 * HOUR, '5 h'],
    [2 * DAY - 1, '47 h'],
    [2 * DAY, '2 days'],
    [9.9 * DAY, '9 days'],
  ])('says %d ms as %s', (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words);
  });
});
