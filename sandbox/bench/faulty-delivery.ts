import { setImmediate as turn } from 'node:timers/promises';
import { regionOfDestination } from '../../core/names/names';
import { HOUR } from '../../core/text/time';
import type { BatchResponse } from '../../functions/report-queue';
import { createDice, type Dice } from '../dice';
import type { Service } from '../fake-aws/fake-aws';
import { faultyService } from '../fake-aws/faulty-service';
import { type Ending, mortal } from '../fake-aws/mortal';
import { FakeQueue } from '../fake-aws/queue';
import type { DeliveredReport } from './fault-reports';
import { eventBody } from './made-up-reports';

/** The frequency of faults, and the seed that chooses them. */
export interface FaultRate {
  readonly seed: number;
  /** The share of calls, events and invocations that fail, from 0 to 1. */
  readonly rate: number;
  /** The most messages in one invocation. */
  readonly batchSize: number;
}

/** The present time of a run, in epoch milliseconds. */
export const NOW = Date.UTC(2026, 0, 10);

/** The number of concurrent invocations that a stack allows. */
const INVOCATIONS_AT_ONCE = 5;

/** Writes an object of a destination bucket; `modified` in epoch milliseconds. */
type Put = (bucket: string, key: string, content: string, modified: number) => void;

/** Delivers reports and invokes Lambdas for their events, with random faults. */
export class FaultyDelivery {
  /** The number of faults by kind. */
  readonly faults = new Map<string, number>();
  readonly queue: FakeQueue;
  invocations = 0;
  private readonly dice: Dice;
  private readonly service: Service;
  /** Writes of files that S3 does only after the event. */
  private readonly late: (() => void)[] = [];

  constructor(
    private readonly options: FaultRate,
    service: Service,
    private readonly put: Put,
  ) {
    this.dice = createDice(`faults ${options.seed}`);
    this.queue = new FakeQueue(this.dice);
    const { rate } = options;
    this.service = faultyService(service, { dice: this.dice, rate, onFault: (fault) => this.count(fault) });
  }

  deliver(reports: readonly DeliveredReport[]): void {
    for (const report of reports) this.deliverOne(report);
  }

  private deliverOne({ key, manifest, checksum, data }: DeliveredReport): void {
    const { destinationBucket: bucket } = key;
    const complete = NOW - 2 * HOUR;
    const body = eventBody({ bucket, region: regionOfDestination(bucket) ?? '' }, key.checksumKey);
    this.put(bucket, data.key, data.content, complete);
    this.put(bucket, `${key.folder}hive/dt=${key.dt}/symlink.txt`, `s3://${bucket}/${data.key}\n`, complete);
    const putChecksum = () => this.put(bucket, key.checksumKey, checksum, complete);
    const putManifest = (content = manifest) => this.put(bucket, key.manifestKey, content, complete);
    const fault = this.dice.happens(this.options.rate)
      ? this.dice.one(['event lost', 'event repeated', 'manifest late', 'checksum late', 'manifest truncated'] as const)
      : undefined;
    if (fault !== undefined) this.count(fault);
    const times = fault === 'event lost' ? 0 : fault === 'event repeated' ? 2 + this.dice.below(2) : 1;
    for (let time = 0; time < times; time += 1) this.queue.send(body);
    if (fault === 'checksum late') this.late.push(putChecksum);
    else putChecksum();
    if (fault === 'manifest late') this.late.push(() => putManifest());
    else putManifest(fault === 'manifest truncated' ? manifest.slice(0, manifest.length / 2) : manifest);
    if (fault === 'manifest truncated') this.late.push(() => putManifest());
  }

  /** Plays Lambda's pollers until the queue is empty. Dead letters remain. */
  async drainQueue(handlerOf: (service: Service) => (event: unknown) => Promise<BatchResponse>): Promise<void> {
    await Promise.all(Array.from({ length: INVOCATIONS_AT_ONCE }, () => this.poll(handlerOf)));
  }

  private async poll(handlerOf: (service: Service) => (event: unknown) => Promise<BatchResponse>): Promise<void> {
    while (!this.queue.isEmpty || this.late.length > 0) {
      for (const put of this.late.splice(0, Math.ceil(this.late.length / 10))) put();
      const batch = this.queue.receive(1 + this.dice.below(this.options.batchSize));
      if (batch.length === 0) {
        await turn();
        continue;
      }
      this.invocations += 1;
      const ending = await this.untilKilled(3 * batch.length, (service) => handlerOf(service)({ Records: batch }));
      const failed =
        'value' in ending ? new Set(ending.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)) : 'all';
      this.queue.settle(batch, ({ messageId }) => failed === 'all' || failed.has(messageId));
    }
  }

  /**
   * Runs work that may be killed.
   *
   * @param calls the most calls before a kill
   */
  untilKilled<Value>(calls: number, work: (service: Service) => Promise<Value>): Promise<Ending<Value>> {
    return mortal(this.service, this.lives(calls), work);
  }

  /** Chooses the number of calls before a kill; `undefined`: no kill. */
  private lives(most: number): number | undefined {
    if (!this.dice.happens(this.options.rate)) return undefined;
    this.count('killed');
    return this.dice.below(most);
  }

  private count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }
}
