import { checkMerge, mergeAnswer } from '../../../adapters/duckdb/merge';
import type { Answer } from '../../../core/query/answer';

const { signal } = new AbortController();
const answers: Answer = {
  columns: [
    { name: 'region', type: 'text' },
    { name: 'odd "name"', type: 'text' },
    { name: 'bytes', type: 'integer' },
    { name: 'share', type: 'double' },
    { name: 'price', type: 'decimal(10,2)' },
    { name: 'at', type: 'timestamp' },
    { name: 'day', type: 'date' },
    { name: 'ok', type: 'boolean' },
  ],
  rows: [
    ['eu-west-1', "it's\n'", 2n ** 63n, 0.1, '1.10', '2026-01-31 10:00:00.123', '2026-01-31', true],
    ['us-east-1', '', 1, NaN, '2.05', '2026-02-01 10:00:00.000', '2026-02-01', false],
    ['us-east-1', null, null, null, null, null, null, null],
  ],
};

describe('mergeAnswer', () => {
  it('hands over every value and type as it was answered', async () => {
    expect(await mergeAnswer('SELECT * FROM answers', answers, signal)).toEqual(answers);
  });

  it('adds up beyond 64 bits', async () => {
    const { rows } = await mergeAnswer('SELECT sum(bytes), sum(price), max(day) FROM answers', answers, signal);

    expect(rows).toEqual([[2n ** 63n + 1n, '3.15', '2026-02-01']]);
  });

  it('merges answers without rows', async () => {
    const { rows } = await mergeAnswer('SELECT count(*) FROM answers', { ...answers, rows: [] }, signal);

    expect(rows).toEqual([[0]]);
  });

  it('says what is wrong with the statement', async () => {
    await expect(mergeAnswer('SELECT sum(byts) FROM answers', answers, signal)).rejects.toThrow('"byts" not found');
    await expect(mergeAnswer("SELECT * FROM read_text('/etc/hostname')", answers, signal)).rejects.toThrow('disabled');
    await expect(checkMerge('DROP TABLE answers', signal)).rejects.toThrow('another kind of statement');
  });
});
