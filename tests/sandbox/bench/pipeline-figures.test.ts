import { median } from '../../../sandbox/bench/median';
import { packageBytes } from '../../../sandbox/bench/package-bytes';
import { type Phase, pipelineFigures, type PipelineRun } from '../../../sandbox/bench/pipeline-figures';

const phase = (seconds: number, calls: Record<string, number>, failed = 0): Phase => ({
  name: 'x',
  seconds,
  calls: new Map(Object.entries(calls)),
  failed,
});
const day = (seconds = 1) => phase(seconds, { GetObject: 200, GetTable: 2, BatchCreatePartition: 2 });
const run = (changes: Partial<PipelineRun> = {}): PipelineRun => ({
  reports: 100,
  days: [day(), day(0.9), day(3)],
  again: phase(1, { GetObject: 200, GetTable: 2 }),
  baseline: [phase(15, { CopyObject: 1, StartQueryExecution: 2 })],
  registered: { history: 300, latest: 100 },
  ...changes,
});

describe('the figures of bench:pipeline', () => {
  it('compare the medians per report', () => {
    expect(pipelineFigures(run())).toMatchObject({
      speedup: 1500,
      secondsPerReport: 0.01,
      baselineSecondsPerReport: 15,
      callsPerReport: 2.04,
      baselineCallsPerReport: 3,
      met: true,
    });
  });

  it.each<[string, Partial<PipelineRun>]>([
    ['it is less than a thousand times as fast', { days: [day(1.6), day(1.6), day(1.6)] }],
    ['a report is missing', { registered: { history: 299, latest: 100 } }],
    ['a message failed', { again: phase(1, { GetObject: 200 }, 1) }],
    ['something is written twice', { again: phase(1, { GetObject: 200, BatchUpdatePartition: 1 }) }],
    ['reports are written one by one', { days: [day(), day(), phase(1, { GetObject: 200, BatchCreatePartition: 3 })] }],
  ])('say that the target is missed where %s', (_, changes) => {
    expect(pipelineFigures(run(changes)).met).toBe(false);
  });
});

describe('the bytes of a bundle', () => {
  it('belong to the innermost package, or to this project', () => {
    const files = {
      'core/errors.ts': 1,
      'node_modules/a/index.js': 2,
      'node_modules/a/node_modules/@b/c/x.js': 4,
      'node_modules/@b/c/y.js': 8,
    };

    expect(packageBytes(files)).toEqual([
      { name: '@b/c', bytes: 12 },
      { name: 'a', bytes: 2 },
      { name: 'this project', bytes: 1 },
    ]);
  });
});

describe('the median', () => {
  it('is the middle value, and the lower one of two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2);
    expect(median([])).toBeNaN();
  });
});
