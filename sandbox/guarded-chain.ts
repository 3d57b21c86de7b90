import type { Gateway } from './authorization/gateway';
import { KEYS, startGuard } from './authorization/guard';
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

/** Writes `inventory.yaml`, and gives the deployer the policy that `orgs3 policy deployer` prints for it. */
export async function configure(chain: GuardedChain, changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const { gateway, paths, organization } = chain;
  writeConfiguration(paths, organization, gateway.endpoint, changes);
  gateway.givePolicy(KEYS.deployer, (await orgs3(chain, ['policy', 'deployer', '--format', 'json'])).stdout);
}

/** Roles in the source accounts are made from the management account, all the rest by the deployer. */
const keyOfStack = (stack: string) => (stack.startsWith('access-') ? KEYS.management : KEYS.deployer);

/** Nobody but an administrator may read reports; the first discovery goes through the role that Organizations made. */
function keyOfCommand([verb, ...args]: readonly string[]): string {
  if (verb === 'discover' && args.includes('--role')) return KEYS.management;
  return verb === 'discover' || verb === 'drift' ? KEYS.deployer : KEYS.destination;
}
