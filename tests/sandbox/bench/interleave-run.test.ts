import { runInterleaving } from '../../../sandbox/bench/interleave-run';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 60);

describe('all Lambdas at once, with faults and overlapping passes', () => {
  it('leave each report in one place, and the newest as the current state', async () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const { wrong, lost, twice } = await runInterleaving(`test ${run}`);
      expect({ run, wrong, lost, twice }).toEqual({ run, wrong: 0, lost: 0, twice: 0 });
    }
  });
});
