import { regionalQueue } from '../../../core/dead-letters/event-queue';
import { redriveDeadLetters, type RedriveSteps } from '../../../core/dead-letters/redrive';
import { AwsCallError } from '../../../core/errors';
import { exampleConfig } from '../organization/example';

/** Redrives Regions with these numbers of messages. A Region with -1 is refused. */
async function redrive(
  waiting: Record<string, number>,
  { dryRun = false, changes }: { dryRun?: boolean; changes?: Partial<RedriveSteps> } = {},
) {
  const moved: string[] = [];
  const steps: RedriveSteps = {
    countMessages: (region) =>
      waiting[region] === -1
        ? Promise.reject(new AwsCallError('GetQueueUrl', { region }, 'AccessDenied', 'no'))
        : Promise.resolve({ waiting: waiting[region] ?? 0, hidden: 0 }),
    startMove: (region) => {
      moved.push(region);
      return Promise.resolve('started');
    },
    onProgress: () => undefined,
    ...changes,
  };
  const { signal } = new AbortController();
  const request = { queue: regionalQueue(exampleConfig()), regions: Object.keys(waiting), dryRun, signal };
  return { ...(await redriveDeadLetters(request, steps)), moved };
}

describe('redriving dead letters', () => {
  it('moves the messages of every Region that has some, and returns their number', async () => {
    expect(await redrive({ 'eu-west-1': 3, 'us-east-1': 0 })).toEqual({
      regions: [
        { region: 'eu-west-1', count: { waiting: 3, hidden: 0 }, outcome: 'started' },
        { region: 'us-east-1', count: { waiting: 0, hidden: 0 }, outcome: 'none' },
      ],
      failures: [],
      moved: ['eu-west-1'],
    });
  });

  it('moves nothing in a dry run', async () => {
    const { regions, moved } = await redrive({ 'eu-west-1': 3 }, { dryRun: true });

    expect(regions).toMatchObject([{ outcome: 'planned', count: { waiting: 3 } }]);
    expect(moved).toEqual([]);
  });

  it('moves messages that were received recently, too', async () => {
    const countMessages = () => Promise.resolve({ waiting: 0, hidden: 2 });

    expect((await redrive({ 'eu-west-1': 0 }, { changes: { countMessages } })).moved).toEqual(['eu-west-1']);
  });

  it('continues with the other Regions where one is refused', async () => {
    const { regions, failures, moved } = await redrive({ 'eu-west-1': -1, 'us-east-1': 1 });

    expect(failures).toMatchObject([{ region: 'eu-west-1', error: { code: 'AccessDenied' } }]);
    expect(regions).toHaveLength(1);
    expect(moved).toEqual(['us-east-1']);
  });
});
