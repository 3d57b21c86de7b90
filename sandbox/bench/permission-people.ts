import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  ASSET_DEAD_LETTER_QUEUE,
  DATABASE,
  REGISTER_DATABASE,
  REGISTER_DEAD_LETTER_QUEUE,
} from '../../core/names/names';
import { orgs3 } from '../chain';
import { as, type GuardedChain } from '../guarded-chain';
import { type Ending, ending } from './needed-permissions';
import type { Situations } from './permission-situations';

/** What somebody does who uses the inventory. */
export interface PeopleSteps {
  readonly name: string;
  readonly who: 'auditor' | 'operator' | 'reader';
  readonly work: () => Promise<Ending>;
}

/** The commands, each by whom it is for, in the situations in which it needs all that it ever needs. */
export class PeopleWork {
  constructor(
    private readonly chain: GuardedChain,
    private readonly situations: Situations,
  ) {}

  all(): PeopleSteps[] {
    return [
      this.step('auditor', ['discover']),
      this.step('auditor', ['drift']),
      this.step('auditor', ['status']),
      ...this.situations.ofTables(DATABASE).map((prepare) => this.step('operator', ['publish'], prepare)),
      ...this.reconciliations(DATABASE, ['reconcile']),
      ...this.reconciliations(REGISTER_DATABASE, ['reconcile', '--register']),
      this.step('operator', ['dead-letters', 'list'], () => this.park(REGISTER_DEAD_LETTER_QUEUE)),
      this.step('operator', ['dead-letters', 'list', '--register'], () => this.park(ASSET_DEAD_LETTER_QUEUE)),
      this.question('inventory_latest', '--engine', 'duckdb'),
      this.question('asset_register_latest', '--engine', 'duckdb', '--register'),
      this.question('inventory_latest', '--engine', 'athena'),
    ];
  }

  /** Over reports of which nobody has heard, and of which some have expired since. */
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
        // 2: something was found, which is no failure.
        return ending(() => orgs3(as(this.chain, who), args, [0, 2]));
      },
    };
  }

  /** A message that nobody can take rests in a dead-letter queue. */
  private async park(QueueName: string): Promise<void> {
    const sqs = this.chain.clients.sqs({ region: this.chain.organization.homeRegion });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  }
}
