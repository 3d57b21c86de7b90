import { judgeReport, type ReportFacts } from '../../../core/status/judge-report';
import { DAY, HOUR } from '../../../core/text/time';

const NOW = Date.UTC(2026, 0, 31, 12);
const facts: ReportFacts = { newest: NOW - HOUR, frequency: 'Daily', configuredAfter: NOW - 100 * DAY };

describe('judgeReport', () => {
  it.each([
    ['Daily', 2 * DAY],
    ['Weekly', 8 * DAY],
  ] as const)('lets a %s report be one period and a day old, and no older', (frequency, oldest) => {
    const judge = (age: number) => judgeReport({ ...facts, frequency, newest: NOW - age }, NOW);

    expect(judge(oldest)).toEqual({ report: 'current', due: NOW });
    expect(judge(oldest + 1)).toEqual({ report: 'overdue', due: NOW - 1 });
  });

  it('waits 48 hours for a first report, whatever the frequency', () => {
    const judge = (age: number) =>
      judgeReport({ newest: undefined, frequency: 'Weekly', configuredAfter: NOW - age }, NOW);

    expect(judge(48 * HOUR)).toEqual({ report: 'waiting', due: NOW });
    expect(judge(48 * HOUR + 1)).toEqual({ report: 'overdue', due: NOW - 1 });
  });

  it('is overdue without a report where the creation time is unknown', () => {
    expect(judgeReport({ ...facts, newest: undefined, configuredAfter: undefined }, NOW)).toEqual({
      report: 'overdue',
      due: undefined,
    });
  });

  it('judges a bucket with a report by that report, even if the configuration is new', () => {
    expect(judgeReport({ ...facts, newest: NOW - 3 * DAY, configuredAfter: NOW - HOUR }, NOW).report).toBe('overdue');
  });
});
