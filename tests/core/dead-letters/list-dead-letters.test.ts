import { regionalQueue, assetQueue } from '../../../core/dead-letters/event-queue';
import { listDeadLetters, type ListSteps, type ReceivedMessages } from '../../../core/dead-letters/list-dead-letters';
import { AwsCallError } from '../../../core/errors';
import { DESTINATION, exampleConfig } from '../organization/example';
import { checksumKey, controlFiles, sampleManifest } from '../report/sample-report';

const queue = regionalQueue(exampleConfig());
const body = (region: string, key = checksumKey()) =>
  JSON.stringify({
    Records: [
      {
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: `s3inventory-${region}-${DESTINATION}` }, object: { key } },
      },
    ],
  });
const message = { id: 'm1', sent: 1_000, received: 6, body: body('eu-west-1') };

/** Fake AWS calls over messages by Region; they record the reports that were read. A Region without an entry is refused. */
function steps(queues: Record<string, ReceivedMessages>) {
  const read: string[] = [];
  const told: string[] = [];
  const controller = new AbortController();
  const refusal = (region: string) =>
    new AwsCallError('GetQueueUrl', { region }, 'AWS.SimpleQueueService.NonExistentQueue', 'no such queue');
  const all: ListSteps = {
    countMessages: (region) =>
      region in queues ? Promise.resolve({ waiting: 7, hidden: 0 }) : Promise.reject(refusal(region)),
    receiveMessages: (region) => Promise.resolve(queues[region] ?? { messages: [] }),
    readReport: (region, key) => {
      read.push(`${region} ${key.manifestKey}`);
      return Promise.resolve(controlFiles(sampleManifest(key)));
    },
    onProgress: (done, total) => told.push(`${done}/${total}`),
  };
  const list = (changes: Partial<ListSteps> = {}, regions = Object.keys(queues), about = queue) =>
    listDeadLetters({ queue: about, regions, limit: 10, signal: controller.signal }, { ...all, ...changes });
  return { list, read, told, controller };
}

describe('listing dead letters', () => {
  it('lists messages oldest first, with their subjects and causes', async () => {
    const { list } = steps({
      'eu-west-1': { messages: [{ ...message, id: 'm2', sent: 2_000, body: 'hello' }, message] },
    });

    expect(await list()).toMatchObject({
      regions: [
        {
          region: 'eu-west-1',
          count: { waiting: 7 },
          deadLetters: [
            { id: 'm1', received: 6, subjects: [{ bucket: 'logs', cause: { kind: 'registrable' } }] },
            { id: 'm2', subjects: [{ bucket: null, cause: { kind: 'refused' } }] },
          ],
        },
      ],
      failures: [],
    });
  });

  it('reads a report with several messages once, in its own Region', async () => {
    const us = { ...message, body: body('us-east-1') };
    const { list, read } = steps({
      'eu-west-1': { messages: [message, { ...message, id: 'm2' }] },
      'us-east-1': { messages: [us] },
    });
    const { regions } = await list();

    const manifest = checksumKey().replace('manifest.checksum', 'manifest.json');
    expect(read.sort()).toEqual([`eu-west-1 ${manifest}`, `us-east-1 ${manifest}`]);
    expect(regions.map(({ deadLetters }) => deadLetters.length)).toEqual([2, 1]);
  });

  it('reads each report of the asset register in its own Region', async () => {
    const elsewhere = { ...message, id: 'm3', sent: 3_000, body: body('ap-south-1') };
    const { list, read } = steps({
      'eu-west-1': { messages: [message, { ...message, id: 'm2', sent: 2_000, body: body('us-east-1') }, elsewhere] },
    });
    const config = exampleConfig({ register: { mode: 'reference' } });
    const { regions } = await list({}, ['eu-west-1'], assetQueue(config, ['eu-west-1', 'us-east-1']));

    expect(regions).toMatchObject([
      {
        region: 'eu-west-1',
        deadLetters: [
          { subjects: [{ region: 'eu-west-1', bucket: 'logs', cause: { kind: 'registrable' } }] },
          { subjects: [{ region: 'us-east-1', bucket: 'logs', cause: { kind: 'registrable' } }] },
          {
            subjects: [
              {
                region: null,
                bucket: null,
                cause: {
                  kind: 'ignored',
                  reason: `nothing to register: bucket "s3inventory-ap-south-1-${DESTINATION}" is not s3inventory-eu-west-1-${DESTINATION}, s3inventory-us-east-1-${DESTINATION}`,
                },
              },
            ],
          },
        ],
      },
    ]);
    const manifest = checksumKey().replace('manifest.checksum', 'manifest.json');
    expect(read.sort()).toEqual([`eu-west-1 ${manifest}`, `us-east-1 ${manifest}`]);
  });

  it('lists the other Regions where one has no queue, and names the stack to apply', async () => {
    const { list, told } = steps({ 'us-east-1': { messages: [] } });
    const { regions, failures } = await list({}, ['eu-west-1', 'us-east-1']);

    expect(regions.map(({ region }) => region)).toEqual(['us-east-1']);
    expect(failures).toEqual([
      {
        region: 'eu-west-1',
        error: {
          operation: 'GetQueueUrl',
          code: 'AWS.SimpleQueueService.NonExistentQueue',
          message: 'no such queue',
        },
        next: expect.stringContaining('Apply the stack collector-eu-west-1') as string,
      },
    ]);
    expect(told).toEqual(['1/2', '2/2']);
  });

  it.each([
    ['AccessDenied', `credentials of the destination account ${DESTINATION}`],
    ['ExpiredToken', 'Sign in again'],
    ['ServiceUnavailable', 'Repeat the command.'],
  ])('says what to do where SQS answers %s', async (code, next) => {
    const { list } = steps({ 'eu-west-1': { messages: [] } });
    const countMessages = () => Promise.reject(new AwsCallError('GetQueueAttributes', {}, code, 'no'));
    const { failures } = await list({ countMessages });

    expect(failures).toMatchObject([{ error: { code }, next: expect.stringContaining(next) as string }]);
  });

  it('returns the messages that could not be made visible again', async () => {
    const kept = {
      count: 1,
      error: { operation: 'ChangeMessageVisibilityBatch', code: 'AccessDenied', message: 'no' },
    };
    const { list } = steps({ 'eu-west-1': { messages: [message], kept } });

    expect((await list()).regions).toMatchObject([{ kept }]);
  });

  it('ends at an interruption, after every Region has made its messages visible again', async () => {
    const { list, controller } = steps({ 'eu-west-1': { messages: [] }, 'us-east-1': { messages: [] } });
    const free: string[] = [];
    const receiveMessages = async (region: string) => {
      await new Promise((resolve) => setTimeout(resolve, region === 'eu-west-1' ? 0 : 20));
      controller.abort(new Error('interrupted'));
      free.push(region);
      throw new AwsCallError('ReceiveMessage', { region }, 'AbortError', 'aborted');
    };

    await expect(list({ receiveMessages })).rejects.toThrow('AbortError');
    expect(free).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('rethrows a defect', async () => {
    const { list } = steps({ 'eu-west-1': { messages: [message] } });

    await expect(list({ readReport: () => Promise.reject(new TypeError('oops')) })).rejects.toThrow(TypeError);
  });
});
