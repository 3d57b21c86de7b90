import { pickQuestion } from '../../../core/query/pick-query';
import { regionsToAsk } from '../../../core/query/regions';

const saved = [
  { name: 'sums', description: 'Sums', sql: 'SELECT count(*) AS n FROM t', merge: 'SELECT sum(n) FROM answers' },
  { name: 'list', description: 'List', sql: 'SELECT * FROM t' },
];

describe('pickQuestion', () => {
  it('uses the merge statement of a saved query for several Regions', () => {
    expect(pickQuestion({ saved: 'sums', merge: true }, saved, 2)).toEqual({
      sql: 'SELECT count(*) AS n FROM t',
      merge: 'SELECT sum(n) FROM answers',
    });
    expect(pickQuestion({ saved: 'sums', merge: true }, saved, 1).merge).toBeUndefined();
    expect(pickQuestion({ saved: 'sums', merge: false }, saved, 2).merge).toBeUndefined();
    expect(pickQuestion({ saved: 'list', merge: true }, saved, 2).merge).toBeUndefined();
  });

  it('uses the merge statement of the command line for any number of Regions', () => {
    expect(pickQuestion({ sql: 'SELECT 1', merge: 'SELECT 2' }, saved, 1)).toEqual({
      sql: 'SELECT 1',
      merge: 'SELECT 2',
    });
    expect(pickQuestion({ saved: 'sums', merge: 'SELECT 2' }, saved, 2).merge).toBe('SELECT 2');
  });

  it('refuses an unknown saved query and lists the known ones', () => {
    expect(() => pickQuestion({ saved: 'sum', merge: true }, saved, 1)).toThrow('no saved query "sum"');
  });

  it.each([undefined, '', ' \n'])('refuses an empty statement (%j)', (sql) => {
    expect(() => pickQuestion({ sql, merge: true }, saved, 1)).toThrow('There is no statement to run.');
  });
});

describe('regionsToAsk', () => {
  it('returns every Region in use, or the wanted ones, each once', () => {
    expect(regionsToAsk(['a', 'b', 'c'], [])).toEqual(['a', 'b', 'c']);
    expect(regionsToAsk(['a', 'b', 'c'], ['c', 'a', 'c'])).toEqual(['a', 'c']);
  });

  it('refuses a Region that is not in use', () => {
    expect(() => regionsToAsk(['a', 'b'], ['a', 'x'])).toThrow('No reports are collected in x');
    expect(() => regionsToAsk([], [])).toThrow('No Region is in use');
  });
});
