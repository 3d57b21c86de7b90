import pMap from 'p-map';
import type { Gateway } from './authorization/gateway';
import { KEYS, PEOPLE, startGuard } from './authorization/guard';
import { beginChain, orgs3, writeConfiguration, type Chain, type ChainOptions } from './chain';
import { emulatorClients } from './clients';

/** A chain in which nobody may do more than the policies say that are deployed. */
export interface GuardedChain extends Chain {
  /** Stands before the emulator, and sees every call of a program of this project. */
  readonly gateway: Gateway;
}

/** As `startChain`, with permissions enforced. Whoever started it stops the gateway, and then the emulator. */
export async function startGuardedChain(options: Omit<ChainOptions, 'keep'>): Promise<GuardedChain> {
  const begun = await beginChain(options, keyOfStack);
  const { endpoint } = begun.emulator;
  const gateway = await startGuard(endpoint, options.organization);
  const chain = { ...begun, keyOfCommand, gateway, clients: emulatorClients(endpoint, gateway.endpoint) };
  await configure(chain);
  return chain;
}

/** Writes `inventory.yaml`, and gives people the policies that `orgs3 policy` prints for it. */
export async function configure(chain: GuardedChain, changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const { gateway, paths, organization } = chain;
  writeConfiguration(paths, organization, gateway.endpoint, changes);
  await pMap(
    PEOPLE,
    async (name) => gateway.givePolicy(KEYS[name], (await orgs3(chain, ['policy', name, '--format', 'json'])).stdout),
    { concurrency: 2 },
  );
}

const keyOfStack = (stack: string) => (stack.startsWith('access-') ? KEYS['access-deployer'] : KEYS.deployer);

/** Everybody does what their policy is for; the first discovery goes through the role that Organizations made. */
function keyOfCommand([verb = '', ...args]: readonly string[]): string {
  if (verb === 'discover' && args.includes('--role')) return KEYS.management;
  if (['discover', 'drift', 'policy'].includes(verb)) return KEYS.deployer;
  if (verb === 'query') return KEYS.reader;
  return ['dead-letters', 'reconcile', 'publish'].includes(verb) ? KEYS.operator : KEYS.auditor;
}

/** The same chain, in which one person runs every command, whatever it is. */
export const as = (chain: GuardedChain, key: keyof typeof KEYS): GuardedChain => ({
  ...chain,
  keyOfCommand: () => KEYS[key],
});
