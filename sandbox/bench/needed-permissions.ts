import { Orgs3Error } from '../../core/errors';
import type { Gateway } from '../authorization/gateway';

/** The result of a piece of work. */
export interface Ending {
  readonly failed: boolean;
  /** Its errors or its log. */
  readonly text: string;
}

/** The findings about one caller's permissions. */
export interface Proof {
  readonly who: string;
  /** Actions without which the work fails. */
  readonly needed: Set<string>;
  /** Actions that the work uses but does not need. */
  readonly spared: Set<string>;
  /** The number of runs of the work. */
  rounds: number;
}

/** Findings before the first run. */
export const noProof = (who: string): Proof => ({ who, needed: new Set(), spared: new Set(), rounds: 0 });

const MOST_ROUNDS = 60;

/**
 * Finds the actions that some work needs. It runs the work again and again, each time without all actions that are not
 * yet proven needed, until the work uses none of the removed actions. An action is needed if its refusal made the work
 * fail: it was the only refusal, or the work's errors name it.
 *
 * @returns the result of the last run, which had all permissions that the work uses
 * @throws Error where the work fails for another reason
 */
export async function findNeeded(gateway: Gateway, proof: Proof, work: () => Promise<Ending>): Promise<Ending> {
  const { who, needed, spared } = proof;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const granted = gateway.granted().get(who) ?? [];
    const open = new Set(granted.filter((action) => !needed.has(action) && !spared.has(action)));
    const before = refusals(gateway, who);
    gateway.withhold(who, open);
    const ending = await work().finally(() => gateway.giveBack());
    proof.rounds += 1;
    const refused = [...refusals(gateway, who)]
      .filter(([action, count]) => open.has(action) && count > (before.get(action) ?? 0))
      .map(([action]) => action);
    if (refused.length === 0) {
      if (ending.failed) throw new Error(`The work fails with all permissions that ${who} uses: ${ending.text}`);
      return ending;
    }
    if (!ending.failed) {
      refused.forEach((action) => spared.add(action));
      continue;
    }
    const named = refused.filter((action) => refused.length === 1 || says(ending, action));
    if (named.length === 0)
      throw new Error(`${refused.join(', ')} were refused, and the error names none of them: ${ending.text}`);
    named.forEach((action) => needed.add(action));
  }
  throw new Error(`The permissions of ${who} are not all found after ${MOST_ROUNDS} rounds.`);
}

/** Finds an action in errors. Terraform breaks long lines. */
const says = ({ text }: Ending, action: string) => text.replace(/\s+/g, ' ').includes(`perform: ${action} `);

const refusals = (gateway: Gateway, who: string): ReadonlyMap<string, number> =>
  new Map(gateway.uses().flatMap((use) => (use.who === who ? [[use.action, use.refused]] : [])));

/** Runs a piece of work and returns its result. Only refusals count as failures; other errors are thrown. */
export async function ending(work: () => Promise<unknown>): Promise<Ending> {
  try {
    await work();
    return { failed: false, text: '' };
  } catch (error) {
    if (error instanceof Orgs3Error || (error instanceof Error && /AccessDenied/.test(error.name)))
      return { failed: true, text: error.message };
    throw error;
  }
}
