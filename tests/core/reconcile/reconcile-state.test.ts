import fc from 'fast-check';
import { NO_TOTALS } from '../../../core/reconcile/changes';
import { duePass, readState, type ReconcileState, serializeState } from '../../../core/reconcile/reconcile-state';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 10);
const state = (changes: Partial<ReconcileState> = {}): ReconcileState => ({
  passStarted: NOW - 2 * HOUR,
  reportsDays: 90,
  complete: true,
  after: undefined,
  totals: { ...NO_TOTALS, buckets: 3, recovered: 1 },
  ...changes,
});

describe('the pass that is due', () => {
  const begun = { passStarted: NOW, reportsDays: 90, complete: false, after: undefined, totals: NO_TOTALS };

  it('is a new one where none was made, and a day after the last one began', () => {
    expect(duePass(NOW, undefined, 90)).toEqual(begun);
    expect(duePass(NOW, state({ passStarted: NOW - 24 * HOUR }), 90)).toEqual(begun);
  });

  it('is none for the rest of the day', () => {
    expect(duePass(NOW, state({ passStarted: NOW - 23 * HOUR }), 90)).toBeUndefined();
  });

  it('is the unfinished one, however old, also where it finished no bucket', () => {
    const stopped = state({ complete: false, after: { account: '333333333333', bucket: 'logs' } });
    const old = state({ complete: false, passStarted: NOW - 400 * HOUR });

    expect(duePass(NOW, stopped, 90)).toBe(stopped);
    expect(duePass(NOW, old, 90)).toBe(old);
  });
});

describe('the state between two invocations', () => {
  it('is read back as it was written', () => {
    const stopped = state({ complete: false, after: { account: '333333333333', bucket: 'logs' } });

    expect(readState(serializeState(stopped))).toEqual(stopped);
    expect(readState(serializeState(state()))).toEqual(state());
  });

  it('is none for any other text', () => {
    expect(readState('{"passStarted":1}')).toBeUndefined();
    expect(readState('')).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readState(text)).toBeUndefined();
      }),
    );
  });
});
