import { runFaults } from '../../../sandbox/bench/fault-run';
import { runAssetRegisterFaults } from '../../../sandbox/bench/asset-register-fault-run';

jest.setTimeout(180_000);

describe('the pipeline under faults', () => {
  it.each([11, 12])(
    'registers every good report once and refuses every bad one, whatever goes wrong: seed %d',
    async (seed) => {
      const { delivered, registered, refused, lost, duplicated, wrongLatest, faults } = await runFaults({
        seed,
        reports: 300,
        rate: 0.2,
        batchSize: 10,
        note: () => undefined,
      });

      expect({ sum: registered + refused, lost, duplicated, wrongLatest }).toEqual({
        sum: delivered,
        lost: 0,
        duplicated: 0,
        wrongLatest: 0,
      });
      expect([...faults.keys()].sort()).toEqual(expect.arrayContaining(['event lost', 'killed', 'server error, done']));
    },
  );
});

describe('the asset register under faults', () => {
  it.each(['reference', 'copy'] as const)(
    'shows every good report of two Regions once, and none with files missing, whatever goes wrong: mode %s',
    async (mode) => {
      const { delivered, registered, refused, lost, duplicated, wrongLatest, missingFiles } =
        await runAssetRegisterFaults(
          {
            seed: 13,
            reports: 120,
            rate: 0.2,
            batchSize: 10,
            note: () => undefined,
          },
          mode,
        );

      expect({ sum: registered + refused, lost, duplicated, wrongLatest, missingFiles }).toEqual({
        sum: delivered,
        lost: 0,
        duplicated: 0,
        wrongLatest: 0,
        missingFiles: 0,
      });
    },
  );
});
