import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { deadLetterCalls } from '../../../adapters/calls/dead-letters';
import { type EventQueue, regionalQueue, assetQueue } from '../../../core/dead-letters/event-queue';
import { DESTINATION, exampleConfig } from '../../core/organization/example';

const sqs = mockClient(SQSClient);
const { signal } = new AbortController();
const URL = `https://sqs/${DESTINATION}/dead`;
const config = exampleConfig({ register: { mode: 'reference' } });
const calls = (queue: EventQueue = regionalQueue(config)) => deadLetterCalls(config, queue);
const receive = (limit = 100) => calls().receiveMessages('eu-west-1', limit, signal);
const named = (code: string, message: string) => Object.assign(new Error(message), { name: code });

const message = (id: string, receipt = `receipt-${id}`, received = '6') => ({
  MessageId: id,
  ReceiptHandle: receipt,
  Body: `body of ${id}`,
  Attributes: { SentTimestamp: '1767315600000', ApproximateReceiveCount: received },
});
const read = (id: string) => ({ id, sent: 1_767_315_600_000, received: 6, body: `body of ${id}` });
const released = () =>
  sqs.commandCalls(ChangeMessageVisibilityBatchCommand).map(({ args: [{ input }] }) => input.Entries ?? []);

beforeEach(() => {
  sqs.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: URL });
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
  sqs.on(ReceiveMessageCommand).resolves({});
});

describe('counting dead letters', () => {
  it("asks the destination account's queue in that Region, and looks for it once", async () => {
    const regions: string[] = [];
    sqs.on(GetQueueAttributesCommand).callsFake(async (_input, getClient: () => SQSClient) => {
      regions.push(await getClient().config.region());
      return { Attributes: { ApproximateNumberOfMessages: '12', ApproximateNumberOfMessagesNotVisible: '3' } };
    });
    const { countMessages } = calls();

    expect(await countMessages('us-east-1', signal)).toEqual({ waiting: 12, hidden: 3 });
    await countMessages('us-east-1', signal);
    expect(regions).toEqual(['us-east-1', 'us-east-1']);
    expect(sqs.commandCalls(GetQueueUrlCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { QueueName: 's3inventory-register-report-dead-letters', QueueOwnerAWSAccountId: DESTINATION },
    ]);
  });

  it('asks for the queue of the asset register where it is about that', async () => {
    sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '1' } });
    await calls(assetQueue(config, ['us-east-1'])).countMessages('eu-west-1', signal);

    expect(sqs.commandCalls(GetQueueUrlCommand)[0]?.args[0].input).toEqual({
      QueueName: 's3inventory-register-asset-dead-letters',
      QueueOwnerAWSAccountId: DESTINATION,
    });
  });

  it('names queue, account and Region where there is no queue', async () => {
    sqs.on(GetQueueUrlCommand).rejects(new QueueDoesNotExist({ message: 'no queue', $metadata: {} }));

    await expect(calls().countMessages('us-east-1', signal)).rejects.toThrow(
      `GetQueueUrl of queue s3inventory-register-report-dead-letters in account ${DESTINATION} in us-east-1 failed: QueueDoesNotExist: no queue`,
    );
  });
});

describe('receiving dead letters', () => {
  it('receives until an answer is empty, then makes all visible again at once', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [message('a'), message('b')] })
      .resolvesOnce({ Messages: [message('c')] })
      .resolves({});

    expect(await receive()).toEqual({ messages: [read('a'), read('b'), read('c')] });
    expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: URL,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 30,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
    });
    expect(released()).toEqual([
      ['a', 'b', 'c'].map((id, index) => ({
        Id: String(index),
        ReceiptHandle: `receipt-${id}`,
        VisibilityTimeout: 0,
      })),
    ]);
  });

  it('receives no more than wanted, and frees ten at a time', async () => {
    const many = Array.from({ length: 12 }, (_, index) => message(String(index)));
    sqs
      .on(ReceiveMessageCommand, { MaxNumberOfMessages: 10 })
      .resolves({ Messages: many.slice(0, 10) })
      .on(ReceiveMessageCommand, { MaxNumberOfMessages: 2 })
      .resolves({ Messages: many.slice(10) });

    expect((await receive(12)).messages).toHaveLength(12);
    expect(sqs.commandCalls(ReceiveMessageCommand)).toHaveLength(2);
    expect(released().map((entries) => entries.length)).toEqual([10, 2]);
  });

  it('counts a message once that comes twice, and frees it by its latest receipt', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [message('a')] })
      .resolvesOnce({ Messages: [message('a', 'later', '7'), message('b')] })
      .resolves({});

    expect((await receive()).messages).toEqual([read('a'), read('b')]);
    expect(released().map((entries) => entries.map(({ ReceiptHandle }) => ReceiptHandle))).toEqual([
      ['later', 'receipt-b'],
    ]);
  });

  it('ends where answers never become empty, but bring nothing new', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [message('a')] });

    expect((await receive()).messages).toEqual([read('a')]);
  });

  it('frees what it received where a later answer is a refusal', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [message('a')] })
      .rejects(named('OverLimit', 'too many'));

    await expect(receive()).rejects.toMatchObject({ operation: 'ReceiveMessage', code: 'OverLimit' });
    expect(released()).toHaveLength(1);
  });

  it('lists them all the same where it may not free them, and says so', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [message('a'), message('b')] })
      .resolves({});
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(named('AccessDenied', 'no'));

    expect(await receive()).toMatchObject({
      messages: [{ id: 'a' }, { id: 'b' }],
      kept: { count: 2, error: { operation: 'ChangeMessageVisibilityBatch', code: 'AccessDenied', message: 'no' } },
    });
  });

  it('tells of single messages that were not freed', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [message('a'), message('b')] })
      .resolves({});
    sqs
      .on(ChangeMessageVisibilityBatchCommand)
      .resolves({ Successful: [{ Id: '0' }], Failed: [{ Id: '1', Code: 'Gone', Message: 'late', SenderFault: true }] });

    expect(await receive()).toMatchObject({ kept: { count: 1, error: { code: 'Gone', message: 'late' } } });
  });

  it('frees nothing where there is nothing', async () => {
    expect(await receive()).toEqual({ messages: [] });
    expect(released()).toEqual([]);
  });
});

describe('moving dead letters back', () => {
  const move = () => calls().startMove('us-gov-west-1', signal);

  it('starts from the ARN of the dead-letter queue, and leaves the destination to SQS', async () => {
    sqs.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 'task' });

    expect(await move()).toBe('started');
    expect(sqs.commandCalls(StartMessageMoveTaskCommand)[0]?.args[0].input).toEqual({
      SourceArn: `arn:aws-us-gov:sqs:us-gov-west-1:${DESTINATION}:s3inventory-register-report-dead-letters`,
    });
  });

  it.each([
    [
      'InvalidParameterValue',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    ],
    ['UnsupportedOperation', 'There is already an active message movement task for this queue.'],
  ])('knows from the text of %s that a move is under way', async (code, text) => {
    sqs.on(StartMessageMoveTaskCommand).rejects(named(code, text));

    expect(await move()).toBe('under way');
  });

  it('rejects any other refusal', async () => {
    sqs
      .on(StartMessageMoveTaskCommand)
      .rejects(named('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.'));

    await expect(move()).rejects.toMatchObject({ operation: 'StartMessageMoveTask', code: 'InvalidParameterValue' });
  });
});
