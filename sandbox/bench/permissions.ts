import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { type Terminal, processTerminal } from '../../cli/terminal';
import { fleet } from '../fleet';
import { startGuardedChain } from '../guarded-chain';
import { ROOT, sandboxPaths } from '../paths';
import { noProof, type Proof } from './needed-permissions';
import { PermissionLifecycle } from './permission-lifecycle';
import { reasonFor } from './unused-permissions';

/** An organization with one Region, a source account, and a destination account that has buckets of its own. */
const ORGANIZATION = fleet({ accounts: 2, regions: 1, bucketsPerRegion: 2 });

/** A permission and the finding about it. */
interface Finding {
  readonly who: string;
  readonly action: string;
  readonly found: 'needed' | 'spared' | 'not used';
  /** The reason to grant an action that no run here needs. */
  readonly reason: string | undefined;
}

async function main(terminal: Terminal): Promise<boolean> {
  const started = performance.now();
  terminal.note(
    'Deploying, running, changing and destroying all stacks on the emulator, with enforced permissions ...',
  );
  const chain = await startGuardedChain({
    paths: sandboxPaths(join(ROOT, '.sandbox', 'permissions')),
    organization: ORGANIZATION,
  });
  try {
    const proofs = await new PermissionLifecycle(chain, (line) => terminal.note(line)).run();
    const findings = [...chain.gateway.granted()].flatMap(([who, actions]) =>
      actions.map((action) => finding(proofs.get(who) ?? noProof(who), action)),
    );
    const rounds = [...proofs.values()].reduce((sum, proof) => sum + proof.rounds, 0);
    terminal.out(`${summary(findings)}\n${exceptions(findings)}\n`);
    const figures = {
      granted: findings.length,
      needed: findings.filter(({ found }) => found === 'needed').length,
      explained: findings.filter(({ found, reason }) => found !== 'needed' && reason !== undefined).length,
      needless: findings.filter(({ found, reason }) => found !== 'needed' && reason === undefined).length,
    };
    const seconds = Math.round((performance.now() - started) / 1000);
    const met = figures.needless === 0;
    terminal.out(`${JSON.stringify({ bench: 'permissions', ...figures, rounds, seconds, met })}\n`);
    return met;
  } finally {
    await chain.gateway.stop();
    await chain.emulator.stop();
  }
}

function finding({ who, needed, spared }: Proof, action: string): Finding {
  const found = needed.has(action) ? 'needed' : spared.has(action) ? 'spared' : 'not used';
  return { who, action, found, reason: found === 'needed' ? undefined : reasonFor(who, action) };
}

function summary(findings: readonly Finding[]): string {
  const table = new Table({
    head: ['caller', 'granted actions', 'needed', 'not needed, explained', 'not needed, unexplained'],
    style: { head: [], border: [] },
  });
  for (const who of new Set(findings.map((each) => each.who))) {
    const own = findings.filter((each) => each.who === who);
    const needed = own.filter(({ found }) => found === 'needed').length;
    const explained = own.filter(({ reason }) => reason !== undefined).length;
    table.push([who, own.length, needed, explained, own.length - needed - explained]);
  }
  return table.toString();
}

function exceptions(findings: readonly Finding[]): string {
  const table = new Table({
    head: ['caller', 'action', 'finding', 'reason to grant it'],
    style: { head: [], border: [] },
  });
  table.push(
    ...findings
      .filter(({ found }) => found !== 'needed')
      .map(({ who, action, found, reason }) => [who, action, found, reason ?? '']),
  );
  return table.toString();
}

const terminal = processTerminal();
// Hides the SDK's warning about its next Node version.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
void new Command('bench:permissions')
  .description('Removes every action from every policy, and checks that the deployment or its Lambdas fail without it')
  .action(() => runAction(terminal, async () => ((await main(terminal)) ? EXIT.done : EXIT.failed)))
  .parseAsync();
