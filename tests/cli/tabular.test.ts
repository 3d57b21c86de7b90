import { renderTabular, type Screen, type TabularFormat } from '../../cli/tabular';
import type { Answer } from '../../core/query/answer';

const answer: Answer = {
  columns: [
    { name: 'key', type: 'text' },
    { name: 'size', type: 'integer' },
    { name: 'ok', type: 'boolean' },
  ],
  rows: [
    ['a "b", c\n\u001b[31m', 12, true],
    ['', 2n ** 60n, false],
    ['größe/鍵', null, null],
  ],
};
const render = (format: TabularFormat, data: Answer = answer, screen: Partial<Screen> = {}) =>
  [...renderTabular(format, data, { color: false, ...screen })].join('');

describe('JSON', () => {
  it('is an array of objects with texts and integers exact', () => {
    expect(JSON.parse(render('json'))).toEqual([
      { key: 'a "b", c\n\u001b[31m', size: 12, ok: true },
      { key: '', size: '1152921504606846976', ok: false },
      { key: 'größe/鍵', size: null, ok: null },
    ]);
  });

  it('has one line per row', () => {
    expect(render('json').split('\n')).toHaveLength(3 + 3);
  });

  it('is an empty array where there are no rows', () => {
    expect(render('json', { ...answer, rows: [] })).toBe('[]\n');
  });

  it('writes what JSON has no number for as text', () => {
    const odd: Answer = { columns: [{ name: 'v', type: 'double' }], rows: [[NaN], [-Infinity]] };

    expect(JSON.parse(render('json', odd))).toEqual([{ v: 'NaN' }, { v: '-Infinity' }]);
  });
});

describe('CSV', () => {
  it('has a header, exact values, and tells null from an empty text', () => {
    expect(render('csv')).toBe(
      'key,size,ok\n"a ""b"", c\n\u001b[31m",12,true\n"",1152921504606846976,false\ngröße/鍵,,\n',
    );
  });

  it('repeats no header in a long answer', () => {
    const rows = Array.from({ length: 2500 }, (_, index) => [`k${index}`, index, true]);
    const lines = render('csv', { ...answer, rows }).split('\n');

    expect(lines).toHaveLength(2502);
    expect(lines.filter((line) => line === 'key,size,ok')).toHaveLength(1);
    expect(lines[2500]).toBe('k2499,2499,true');
  });

  it('has a header alone where there are no rows', () => {
    expect(render('csv', { ...answer, rows: [] })).toBe('key,size,ok\n');
  });
});

describe('a table', () => {
  it('aligns numbers right and lets no character drive the terminal', () => {
    expect(render('table').split('\n')).toEqual([
      'key                                  size  ok',
      '────────────────────  ───────────────────  ─────',
      'a "b", c\\n\\u001b[31m                   12  true',
      '                      1152921504606846976  false',
      'größe/鍵',
      '',
    ]);
  });

  it('is broken to fit the terminal, without losing a character', () => {
    const key = 'abcdefghij'.repeat(10);
    const lines = render('table', { ...answer, rows: [[key, 1, true]] }, { columns: 40 }).split('\n');

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(
      lines
        .slice(2)
        .map((line) => line.split(' ')[0])
        .join(''),
    ).toBe(key);
  });

  it('is as wide as it has to be where the output is no terminal', () => {
    const key = 'x'.repeat(300);

    expect(render('table', { ...answer, rows: [[key, 1, true]] })).toContain(key);
  });

  it.each(['a', 'é', 'e\u0301', '鍵', '⚠️', '￥', '㈱', 'ｱ', '👨‍👩‍👧'])(
    'gives ten times %j as many places as it is padded with',
    (sample) => {
      const columns = ['one', 'other'].map((name) => ({ name, type: 'text' as const }));
      const data: Answer = { columns, rows: [[sample.repeat(10), 'x'.repeat(30)]] };
      const whole = render('table', data);
      const width = /^─+ {2}─+$/m.exec(whole)?.[0].length ?? 0;

      expect(render('table', data, { columns: width })).toBe(whole);
      expect(render('table', data, { columns: width - 1 })).not.toBe(whole);
    },
  );

  it('uses bold heads only where colours are welcome', () => {
    expect(render('table')).not.toContain('\u001b');
    expect(render('table', answer, { color: true })).toContain('\u001b[1m');
  });
});
