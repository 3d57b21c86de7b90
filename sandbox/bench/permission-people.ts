import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ASSET_DEAD_LETTER_QUEUE, DATABASE, ASSET_DATABASE, REGISTER_DEAD_LETTER_QUEUE } from '../../core/names/names';
import { orgs3 } from '../chain';
import { as, type GuardedChain } from '../guarded-chain';
import { type Ending, ending } from './needed-permissions';
import type { Situations } from './permission-situations';

/** A command that a person runs. */
export interface PeopleSteps {
  readonly name: string;
  readonly who: 'auditor' | 'operator' | 'reader';
  readonly work: () => Promise<Ending>;
}

/**
 * The commands, each run by the person that it is meant for, in situations that together need all of its permissions.
 */
export class PeopleWork {
  constructor(
    private readonly chain: GuardedChain,
    private readonly situations: Situations,
  ) {}

  all(): PeopleSteps[] {
    return [
      this.step('auditor', ['discover']),
      this.step('auditor', ['drift']),
      this.step('auditor', ['status', '--check-files']),
      ...this.situations.ofTables(DATABASE).map((prepare) => this.step('operator', ['publish'], prepare)),
      ...this.reconciliations(DATABASE, ['reconcile']),
      ...this.reconciliations(ASSET_DATABASE, ['reconcile', '--register', '--verify']),
      this.step('operator', ['dead-letters', 'list'], () => this.park(REGISTER_DEAD_LETTER_QUEUE)),
      this.step('operator', ['dead-letters', 'list', '--register'], () => this.park(ASSET_DEAD_LETTER_QUEUE)),
      this.question('inventory_latest', '--engine', 'duckdb'),
      this.question('asset_register_latest', '--engine', 'duckdb', '--register'),
      this.question('inventory_latest', '--engine', 'athena'),
    ];
  }

  /** Reconciles unregistered reports, some of which have expired. */
  private reconciliations(database: string, args: readonly string[]): PeopleSteps[] {
    return this.situations.ofTables(database).map((prepare) =>
      this.step('operator', args, async () => {
        await prepare();
        await this.situations.deliver();
        await this.situations.expireSome();
        await this.situations.forgetPasses();
      }),
    );
  }

  private question(table: string, ...args: readonly string[]): PeopleSteps {
    return this.step('reader', ['query', ...args, '--sql', `SELECT count(*) AS objects FROM ${table}`]);
  }

  private step(who: PeopleSteps['who'], args: readonly string[], prepare?: () => Promise<void>): PeopleSteps {
    return {
      name: `orgs3 ${args.join(' ')}`,
      who,
      work: async () => {
        await prepare?.();
        // Exit code 2 means findings, not a failure.
        return ending(() => orgs3(as(this.chain, who), args, [0, 2]));
      },
    };
  }

  /** Leaves a message that cannot be processed in a dead-letter queue. */
  private async park(QueueName: string): Promise<void> {
    const sqs = this.chain.clients.sqs({ region: this.chain.organization.homeRegion });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  }
}
