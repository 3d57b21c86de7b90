import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ASSET_FUNCTION,
  ASSET_RECONCILE_FUNCTION,
  DATABASE,
  RECONCILE_FUNCTION,
  reconcileRoleName,
  ASSET_DATABASE,
  REGISTER_FUNCTION,
  registerRoleName,
} from '../../core/names/names';
import { Orgs3Error } from '../../core/errors';
import type { Chain } from '../chain';
import { startFunction } from '../function-instance';
import { drainQueue } from '../lambda-runtime';
import { type Ending, ending } from './needed-permissions';
import type { Situations } from './permission-situations';

/** The work of a function in several situations. */
export interface FunctionSteps {
  readonly name: string;
  /** The name of its role. */
  readonly who: string;
  readonly works: readonly (() => Promise<Ending>)[];
}

/** The work of the Lambdas in the home Region, each time on new reports. */
export class FunctionWork {
  constructor(
    private readonly chain: Chain,
    private readonly situations: Situations,
  ) {}

  /** All functions, in situations that together need all of their permissions. */
  all(): FunctionSteps[] {
    const region = this.region;
    const functions = [
      { name: RECONCILE_FUNCTION, who: reconcileRoleName(region), database: DATABASE, runs: this.passes },
      { name: ASSET_RECONCILE_FUNCTION, who: ASSET_RECONCILE_FUNCTION, database: ASSET_DATABASE, runs: this.passes },
      { name: REGISTER_FUNCTION, who: registerRoleName(region), database: DATABASE, runs: this.drains },
      { name: ASSET_FUNCTION, who: ASSET_FUNCTION, database: ASSET_DATABASE, runs: this.drains },
    ];
    return functions.map(({ name, who, database, runs }) => ({
      name,
      who,
      works: this.situations.ofTables(database).map((prepare) => async () => {
        await prepare();
        await this.situations.deliver();
        return runs(name);
      }),
    }));
  }

  /** Runs passes over reports. Some have expired, and no pass has seen them before. */
  private readonly passes = async (name: string): Promise<Ending> => {
    await this.situations.expireSome();
    await this.situations.forgetPasses();
    return this.logged(name, () => this.invoke(name));
  };

  private readonly drains = (name: string): Promise<Ending> => this.logged(name, () => this.drain(name));

  private get region(): string {
    return this.chain.organization.homeRegion;
  }

  /** Returns the result of some work, with the lines that the function logged meanwhile. */
  private async logged(name: string, work: () => Promise<Ending>): Promise<Ending> {
    const log = this.log(name);
    const before = existsSync(log) ? readFileSync(log).length : 0;
    const { failed, text } = await work();
    const written = existsSync(log) ? readFileSync(log).subarray(before).toString() : '';
    return { failed, text: `${text}\n${written}` };
  }

  private log = (name: string) => join(this.chain.paths.logs, `${name}-${this.region}.log`);

  private drain(name: string): Promise<Ending> {
    const { clients, paths } = this.chain;
    return ending(async () => {
      const { failed } = await drainQueue(clients, paths, { region: this.region, name });
      if (failed > 0) throw new Orgs3Error(`${failed} messages failed`);
    });
  }

  private async invoke(name: string): Promise<Ending> {
    const { clients, paths } = this.chain;
    const folder = join(paths.functions, name);
    const instance = await startFunction(clients, { region: this.region, name, folder, log: this.log(name) });
    try {
      return await ending(() => instance.invoke({}));
    } finally {
      instance.stop();
    }
  }
}
