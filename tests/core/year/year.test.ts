import { DAYS } from './calendar';
import { SimulatedYear } from './simulated-year';
import { faultsAfterPass, goneFiles } from './table-faults';
import {
  reportsOfHistory,
  reportsOfView,
  countsOfReports,
  countsOfView,
  failingQueries,
  hasOrc,
  rowsOfReports,
  rowsOfView,
} from './year-queries';

const SEED = process.env['ORGS3_YEAR_SEED'] ?? 'year';

/** Days on which the reports are really read: some changes, and the days after them. */
const SAMPLED = [1, 26, 52, 72, 90, 98, 107, 121, 139, 142, 176, 194, 206, 254, 268, 303, 315, 399];

describe('a year in which formats, fields, versions, retention and buckets change', () => {
  it('leaves, after each day, exactly what is there in each table and view, and every saved query runs', async () => {
    const year = new SimulatedYear(SEED);
    const read: number[] = [];
    for (let day = 0; day < DAYS; day += 1) {
      year.begin(day);
      expect({ day, gone: goneFiles(year) }).toEqual({ day, gone: [] });
      await year.reconcile(day);
      expect({ day, faults: faultsAfterPass(year, day) }).toEqual({ day, faults: [] });
      if (SAMPLED.includes(day)) {
        expect({ day, failing: await failingQueries(year) }).toEqual({ day, failing: [] });
        expect({ day, reports: await reportsOfView(year) }).toEqual({ day, reports: reportsOfHistory(year) });
        for (const kind of ['latest', 'asset-latest'] as const) {
          if (hasOrc(year, kind)) continue;
          read.push(day);
          const rows = await rowsOfView(year, kind);
          expect({ day, kind, rows }).toEqual({ day, kind, rows: rowsOfReports(year, kind) });
        }
        if (!hasOrc(year, 'history'))
          expect({ day, counts: await countsOfView(year) }).toEqual({ day, counts: countsOfReports(year) });
      }
      await year.end(day);
    }
    expect(read.length).toBeGreaterThan(20);
  }, 300_000);
});
