import pMap from 'p-map';
import type { Gateway } from './authorization/gateway';
import { KEYS, PEOPLE, startGuard } from './authorization/guard';
import { beginChain, orgs3, writeConfiguration, type Chain, type ChainOptions } from './chain';
import { emulatorClients } from './clients';
import { STACK_PREFIX } from '../core/names/stack-names';

/** A chain with enforced permissions: every caller has the deployed policies and no more. */
export interface GuardedChain extends Chain {
  /** A proxy before the emulator that receives every call of this project's programs. */
  readonly gateway: Gateway;
}

/** Starts a chain with enforced permissions. The caller stops the gateway first, then the emulator. */
export async function startGuardedChain(options: Omit<ChainOptions, 'keep'>): Promise<GuardedChain> {
  const begun = await beginChain(options, keyOfStack);
  const { endpoint } = begun.emulator;
  const gateway = await startGuard(endpoint, options.organization);
  const chain = { ...begun, keyOfCommand, gateway, clients: emulatorClients(endpoint, gateway.endpoint) };
  await configure(chain);
  return chain;
}

/** Writes `inventory.yaml`, and attaches the policies that `orgs3 policy` prints for it. */
export async function configure(chain: GuardedChain, changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const { gateway, paths, organization } = chain;
  writeConfiguration(paths, organization, gateway.endpoint, changes);
  await pMap(
    PEOPLE,
    async (name) => gateway.givePolicy(KEYS[name], (await orgs3(chain, ['policy', name, '--format', 'json'])).stdout),
    { concurrency: 2 },
  );
}

const keyOfStack = (stack: string) => (stack.startsWith(STACK_PREFIX.access) ? KEYS['access-deployer'] : KEYS.deployer);

/** Chooses the person that a command is meant for. The first discovery uses the role that Organizations made. */
function keyOfCommand([verb = '', ...args]: readonly string[]): string {
  if (verb === 'discover' && args.includes('--role')) return KEYS.management;
  if (['discover', 'drift', 'policy'].includes(verb)) return KEYS.deployer;
  if (verb === 'query') return KEYS.reader;
  return ['dead-letters', 'reconcile', 'publish'].includes(verb) ? KEYS.operator : KEYS.auditor;
}

/** Returns the same chain, in which one person runs every command. */
export const as = (chain: GuardedChain, key: keyof typeof KEYS): GuardedChain => ({
  ...chain,
  keyOfCommand: () => KEYS[key],
});
