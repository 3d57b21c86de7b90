import { parseSavedQuery } from '../../../core/query/saved-query';

describe('parseSavedQuery', () => {
  it('takes the first line as the description and leaves the statement', () => {
    expect(parseSavedQuery('old', '-- What is old?\n\nSELECT 1\n  -- inside\nFROM t;\n')).toEqual({
      name: 'old',
      description: 'What is old?',
      sql: 'SELECT 1\n  -- inside\nFROM t',
    });
  });

  it('takes the statement that merges Regions from its line, and leaves other comments out', () => {
    const text = '-- Sums\r\n-- merge: SELECT sum(n) FROM answers\r\n-- more words\r\nSELECT count(*) AS n FROM t\r\n';

    expect(parseSavedQuery('sums', text)).toEqual({
      name: 'sums',
      description: 'Sums',
      sql: 'SELECT count(*) AS n FROM t',
      merge: 'SELECT sum(n) FROM answers',
    });
  });

  it.each([
    ['without a description', 'q', 'SELECT 1', 'starts with "SELECT 1"'],
    ['whose description is the merge line', 'q', '-- merge: SELECT 1\nSELECT 1', 'starts with "-- merge'],
    ['that is empty', 'q', '', 'starts with ""'],
    ['without a statement', 'q', '-- Nothing\n-- at all\n', 'no statement'],
    ['with two merge lines', 'q', '-- Two\n-- merge: SELECT 1\n-- merge: SELECT 2\nSELECT 1', '2 merge lines'],
    ['with a name that cannot be typed', 'Old Objects', '-- Old\nSELECT 1', 'its name'],
  ])('refuses a file %s', (_, name, text, message) => {
    expect(() => parseSavedQuery(name, text)).toThrow(message);
  });
});
