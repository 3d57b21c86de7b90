import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import pMap from 'p-map';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { processTerminal, type Terminal } from '../../cli/terminal';
import { eachStack, initStacks, orgs3, startChain, synthesize, timed, writeConfiguration, type Chain } from '../chain';
import { createOrganization } from '../create-organization';
import { breakConfiguration, FAULTS } from '../faults';
import { fleet, type FleetSize } from '../fleet';
import { bucketsOf } from '../organization';
import { ROOT, sandboxPaths } from '../paths';
import { differencesOfDrift, differencesOfPlan } from '../same-differences';
import { type CountingProxy, startCountingProxy } from './counting-proxy';
import { watchMemory } from './peak-memory';
import { STACK_PREFIX } from '../../core/names/stack-names';

const CONFIGURATION_ID = 'organization-inventory';
/** The number of runs of `orgs3 drift`, which are short; the median counts. */
const DRIFT_RUNS = 3;
const TARGET_SPEEDUP = 20;

/** The differences that one method found, and its cost. */
interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly calls: ReadonlyMap<string, number>;
  readonly peakMB: number | null;
  readonly differences: readonly string[];
}

/**
 * Changes configurations of a fleet, then finds the differences in two ways: by plans of all `source` stacks, and by
 * `orgs3 drift`.
 */
async function main(size: FleetSize, terminal: Terminal): Promise<boolean> {
  const organization = fleet(size);
  const buckets = bucketsOf(organization).length;
  const paths = sandboxPaths(join(ROOT, '.sandbox', 'bench-drift'));
  const note = (line: string) => terminal.note(line);
  note(`Starting the emulator with ${size.accounts} accounts and ${buckets} buckets ...`);
  const chain = await startChain({ paths, organization, note });
  const proxy = await startCountingProxy(chain.emulator.endpoint);
  try {
    await createOrganization(chain.clients, organization, new Date());
    writeConfiguration(paths, organization, proxy.endpoint);
    await orgs3(chain, ['discover', '--role', 'OrganizationAccountAccessRole']);
    const stacks = (await synthesize(chain)).filter((stack) => stack.startsWith(STACK_PREFIX.source));
    await initStacks(chain, stacks);
    note(`Applying ${stacks.length} source stacks, two at a time, which takes some minutes ...`);
    await eachStack(stacks, chain.terraform.apply, (stack, { seconds }) => note(`  ${stack}: ${seconds.toFixed(0)} s`));
    const broken = await breakSome(chain);
    note(`${broken} configurations or buckets are changed; comparing ...`);

    const drifts = [await drift(chain, proxy)];
    const plans = await plan(chain, proxy, stacks);
    while (drifts.length < DRIFT_RUNS) drifts.push(await drift(chain, proxy));
    const [median = plans] = drifts.sort((a, b) => a.seconds - b.seconds).slice(Math.floor(DRIFT_RUNS / 2));
    const agree = drifts.every(({ differences }) => isDeepStrictEqual(differences, plans.differences));
    if (!agree) note(`plans: ${plans.differences.join('; ')}\ndrift: ${median.differences.join('; ')}`);
    const result = summary({ buckets, broken, plans, median, agree });
    terminal.out(`${tableOf([plans, median])}\n${JSON.stringify(result)}\n`);
    return result.met;
  } finally {
    await proxy.stop();
    await chain.emulator.stop();
  }
}

/** Makes each fault three times, in buckets of different accounts and Regions; returns the number of faults. */
async function breakSome({ clients, organization }: Chain): Promise<number> {
  const buckets = bucketsOf(organization);
  const faults = [...FAULTS, ...FAULTS, ...FAULTS].slice(0, buckets.length);
  const every = Math.floor(buckets.length / faults.length);
  await pMap(
    faults,
    async (fault, index) => {
      const { account, region, name } = buckets[index * every] ?? buckets[0] ?? { account: '', region: '', name: '' };
      await breakConfiguration(clients.s3({ account, region }), name, CONFIGURATION_ID, fault);
    },
    { concurrency: 4 },
  );
  return faults.length;
}

async function drift(chain: Chain, proxy: CountingProxy): Promise<Measured> {
  const { value: stdout, ...taken } = await measured(
    chain,
    proxy,
    async () => (await orgs3(chain, ['drift', '--format', 'json'], [2])).stdout,
  );
  return { name: 'orgs3 drift', ...taken, differences: differencesOfDrift(JSON.parse(stdout), CONFIGURATION_ID) };
}

async function plan(chain: Chain, proxy: CountingProxy, stacks: readonly string[]): Promise<Measured> {
  const { value: plans, ...taken } = await measured(chain, proxy, () => eachStack(stacks, chain.terraform.plan));
  if ([...plans.values()].some(({ changes }) => !changes))
    throw new Error('The plan of a stack with changed configurations shows no change.');
  // The time to read the plans does not count.
  const json = await eachStack(stacks, chain.terraform.showPlan);
  return { name: 'terraform plan', ...taken, differences: [...json.values()].flatMap(differencesOfPlan).sort() };
}

async function measured<Value>({ emulator }: Chain, proxy: CountingProxy, work: () => Promise<Value>) {
  proxy.take();
  const { value, peakMB } = await watchMemory([emulator.pid], () => timed(work));
  return { value: value.value, seconds: value.seconds, calls: proxy.take(), peakMB };
}

interface Compared {
  readonly buckets: number;
  readonly broken: number;
  readonly plans: Measured;
  readonly median: Measured;
  readonly agree: boolean;
}

function summary({ buckets, broken, plans, median, agree }: Compared) {
  const speedup = plans.seconds / median.seconds;
  const callsPerBucket = (median.calls.get('ListBucketInventoryConfigurations') ?? 0) / buckets;
  return {
    bench: 'drift',
    speedup: round(speedup),
    callsPerBucket: round(callsPerBucket),
    driftSeconds: round(median.seconds),
    planSeconds: round(plans.seconds),
    agree,
    buckets,
    broken,
    differences: median.differences.length,
    driftCalls: sum(median.calls),
    planCalls: sum(plans.calls),
    driftPeakMB: median.peakMB,
    planPeakMB: plans.peakMB,
    // Nothing asks a second time for a deleted bucket, so the target is exactly one call per bucket.
    met: agree && speedup >= TARGET_SPEEDUP && callsPerBucket === 1,
  };
}

const sum = (calls: ReadonlyMap<string, number>) => [...calls.values()].reduce((total, count) => total + count, 0);
const round = (value: number) => Number(value.toFixed(2));

function tableOf(ways: readonly Measured[]): string {
  const table = new Table({ head: ['', ...ways.map(({ name }) => name)], style: { head: [], border: [] } });
  const operations = [...new Set(ways.flatMap(({ calls }) => [...calls.keys()]))].sort();
  table.push(
    ['seconds', ...ways.map(({ seconds }) => seconds.toFixed(1))],
    ['peak memory, MB', ...ways.map(({ peakMB }) => peakMB ?? 'unknown')],
    ['differences', ...ways.map(({ differences }) => differences.length)],
    ['calls', ...ways.map(({ calls }) => sum(calls))],
    ...operations.map((operation) => [`  ${operation}`, ...ways.map(({ calls }) => calls.get(operation) ?? 0)]),
  );
  return table.toString();
}

const count = (most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new InvalidArgumentError(`allowed: 1 to ${most}`);
  return value;
};

const terminal = processTerminal();
// Hides the SDK's warning about its next Node version.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
void new Command('bench:drift')
  .description(
    'Finds the same differences with terraform plan and with orgs3 drift, and compares time, calls and memory',
  )
  .option('--accounts <number>', 'number of accounts', count(50), 10)
  .option('--regions <number>', 'number of Regions', count(3), 3)
  .option('--buckets <number>', 'buckets per account and Region', count(1000), 40)
  .action(({ accounts, regions, buckets }: { accounts: number; regions: number; buckets: number }) =>
    runAction(terminal, async () =>
      (await main({ accounts, regions, bucketsPerRegion: buckets }, terminal)) ? EXIT.done : EXIT.failed,
    ),
  )
  .parseAsync();
