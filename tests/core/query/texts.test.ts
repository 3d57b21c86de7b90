import { printable } from '../../../core/text/printable';
import { parseS3Uri, parseSymlink } from '../../../core/query/s3-uri';
import { fitWidths } from '../../../core/text/table-widths';

describe('printable', () => {
  it('leaves readable text as it is', () => {
    const text = 'größe ключ 鍵 مفتاح 👨‍👩‍👧 e\u0301 "\\" %20';

    expect(printable(text)).toBe(text);
  });

  it('escapes whatever could drive a terminal or turn text around', () => {
    expect(printable('a\nb\r\tc')).toBe('a\\nb\\r\\tc');
    expect(printable('\u001b]0;title\u0007\u009b2J\u007f\u0000')).toBe('\\u001b]0;title\\u0007\\u009b2J\\u007f\\u0000');
    expect(printable('safe\u202etxt.exe\u2028\ud800')).toBe('safe\\u202etxt.exe\\u2028\\ud800');
  });
});

describe('parseSymlink', () => {
  it('reads one address a line, keys as they are', () => {
    expect(parseSymlink('s3://b/a b+%20/=\ns3://c/d\r\n', 'symlink')).toEqual([
      { bucket: 'b', key: 'a b+%20/=' },
      { bucket: 'c', key: 'd' },
    ]);
  });

  it.each(['https://b/k', 's3://b', 's3:///k', 'b/k'])('refuses %s', (uri) => {
    expect(() => parseS3Uri(uri, 'A partition')).toThrow(`A partition holds ${JSON.stringify(uri)}`);
  });
});

describe('fitWidths', () => {
  it('leaves a table alone that fits, or that has no limit', () => {
    expect(fitWidths([['aaaa', 'bb']], 8, 2)).toEqual([]);
    expect(fitWidths([['a'.repeat(500)]], undefined, 2)).toEqual([]);
  });

  it('takes the room from the wide columns', () => {
    expect(fitWidths([['aaaaa', 'b'.repeat(50), 'c'.repeat(90)]], 49, 2)).toEqual([5, 20, 20]);
  });

  it('leaves every column a little, however narrow the terminal', () => {
    expect(fitWidths([['a'.repeat(9), 'b'.repeat(9)]], 3, 2)).toEqual([4, 4]);
  });

  it('counts places, not characters', () => {
    expect(fitWidths([['鍵a'.repeat(4)]], 12, 2)).toEqual([]);
    expect(fitWidths([['鍵a'.repeat(4)]], 11, 2)).toEqual([11]);
    expect(fitWidths([['e\u0301'.repeat(12)]], 12, 2)).toEqual([]);
  });
});
