import { HISTORY_TABLE, LATEST_TABLE } from '../core/names/names';
import { eachStack, initStacks, orgs3, startChain, synthesize, type Chain, type ChainOptions } from './chain';
import { createOrganization } from './create-organization';
import { storedObjects } from './object-store';
import { ODD_KEYS } from './objects';
import { bucketsOf, type MadeUpOrganization } from './organization';
import { writeReports } from './report-writer';
import { recordSandbox } from './running-sandbox';
import {
  applyStacks,
  changeByHand,
  lastTwoScans,
  letADayPass,
  partitionsOf,
  plannedChanges,
  registerAssets,
  registerReports,
} from './steps';
import { seconds, type Story } from './story';
import { STACK_PREFIX, stackName } from '../core/names/stack-names';

const CONFIGURATION_ID = 'organization-inventory';

/** Runs the demo, from an empty folder to a repaired drift. The caller stops the emulator. */
export async function runDemo(story: Story, chain: Chain): Promise<void> {
  const scans = lastTwoScans(new Date());
  await makeOrganization(story, chain, scans[0]);
  await readOrganization(story, chain);
  const stacks = await story.step('CDKTF writes the Terraform stacks', () => synthesizeStacks(story, chain));
  await story.step(`Real Terraform applies ${stacks.length} stacks`, () => applyAll(story, chain, stacks));
  await story.step('A second plan finds nothing to change', () => planAgain(story, chain, stacks));
  await twoDays(story, chain, scans);
  await story.step('The partitions in the Glue Data Catalog', () => showPartitions(story, chain));
  await story.step('The age of the newest report of every bucket', () => runOrgs3(story, chain, ['status']));
  await story.step('Queries, answered by DuckDB without Athena', () => askQuestions(story, chain));
  await drift(story, chain);
}

/** The first step: finds Terraform and starts the emulator. */
export function beginDemo(story: Story, options: ChainOptions): Promise<Chain> {
  return story.step('An emulated AWS', async () => {
    const chain = await startChain({ ...options, note: story.say });
    recordSandbox(options.paths, chain.emulator);
    story.say(`the emulator (moto with patches) listens on ${chain.emulator.endpoint}`);
    story.say(`Terraform ${chain.terraform.version}; nothing here can reach a real AWS account`);
    return chain;
  });
}

function makeOrganization(story: Story, chain: Chain, newest: Date): Promise<void> {
  const { organization } = chain;
  return story.step('An organization with accounts and buckets', async () => {
    await createOrganization(chain.clients, organization, newest);
    const buckets = bucketsOf(organization);
    story.say(`management account ${organization.managementAccount}`);
    for (const { id, name, path, buckets: own } of organization.accounts) {
      const note = id === organization.destinationAccount ? ', the destination account' : '';
      story.say(`account ${id} ${name} in ${path}: ${own.length} buckets${note}`);
    }
    story.say(`${buckets.length} buckets with ${await countObjects(chain)} objects, among them ${oddities}`);
  });
}

const oddities = 'bucket names with dots or 63 characters, and keys with line breaks, quotes and emoji';

async function countObjects({ clients, organization }: Chain): Promise<number> {
  const lists = await Promise.all(bucketsOf(organization).map(({ name }) => storedObjects(clients.endpoint, name)));
  return lists.flat().length;
}

async function readOrganization(story: Story, chain: Chain): Promise<void> {
  await story.step('orgs3 checks the configuration', () => runOrgs3(story, chain, ['validate']));
  await story.step('orgs3 discovers the organization', () =>
    runOrgs3(story, chain, ['discover', '--role', 'OrganizationAccountAccessRole']),
  );
}

async function runOrgs3(story: Story, chain: Chain, args: readonly string[], code = 0): Promise<void> {
  story.command(`orgs3 ${args.map(shown).join(' ')}`);
  story.say((await orgs3(chain, args, [code])).stdout);
}

const shown = (argument: string) => (/^[\w./=-]+$/.test(argument) ? argument : JSON.stringify(argument));

async function synthesizeStacks(story: Story, chain: Chain): Promise<string[]> {
  story.command('cdktf synth');
  const stacks = await synthesize(chain);
  story.say(stacks.join('\n'));
  return stacks;
}

async function applyAll(story: Story, chain: Chain, stacks: readonly string[]): Promise<void> {
  story.command('terraform init && terraform apply   # in each stack');
  await initStacks(chain, stacks);
  story.say('all stacks are initialized; a collector takes about a minute, mostly because the AWS provider waits');
  await applyStacks(chain, stacks, (stack, done) =>
    story.say(`${stack.padEnd(24)} applied   ${seconds(done.seconds)}`),
  );
  await runOrgs3(story, chain, ['discover']);
}

async function planAgain(story: Story, chain: Chain, stacks: readonly string[]): Promise<void> {
  story.command('terraform plan -detailed-exitcode   # one stack of each kind');
  const kinds = [STACK_PREFIX.access, STACK_PREFIX.collector, stackName.assetRegister, STACK_PREFIX.source];
  const chosen = kinds.flatMap((kind) => stacks.find((stack) => stack.startsWith(kind)) ?? []);
  const plans = await eachStack(chosen, chain.terraform.plan, (stack, { value, seconds: count }) =>
    story.say(`${stack.padEnd(24)} ${value.changes ? 'CHANGES' : 'no changes'}   ${seconds(count)}`),
  );
  for (const [stack, { changes, text }] of plans) if (changes) throw new Error(`${stack} is not stable:\n${text}`);
}

async function twoDays(story: Story, chain: Chain, [dayOne, dayTwo]: [Date, Date]): Promise<void> {
  await story.step('Day one: S3 writes its reports', () => reportDay(story, chain, dayOne));
  await story.step('Day two: objects have changed, and S3 writes new reports', async () => {
    const { arrived, deleted } = await letADayPass(chain, dayTwo);
    story.say(`${arrived} objects arrived, ${deleted} were deleted`);
    await reportDay(story, chain, dayTwo);
  });
}

async function reportDay(story: Story, chain: Chain, scan: Date): Promise<void> {
  const reports = await writeReports(chain.clients, chain.organization, scan);
  const sum = (name: 'rows' | 'files') => reports.reduce((total, report) => total + report[name], 0);
  story.say(
    `${reports.length} reports of ${scan.toISOString().slice(0, 16)}Z: ${sum('rows')} objects in ${sum('files')} Parquet files`,
  );
  for (const [region, { succeeded, failed, invocations }] of await registerReports(chain)) {
    const calls = `${invocations} call${invocations === 1 ? '' : 's'} of the bundled Lambda`;
    story.say(`${region}: ${calls}, ${succeeded} messages processed, ${failed} failed`);
  }
  const { invocations, succeeded, failed } = await registerAssets(chain);
  story.say(`asset register: ${invocations} calls, ${succeeded} messages processed, ${failed} failed`);
}

async function showPartitions(story: Story, chain: Chain): Promise<void> {
  for (const table of [HISTORY_TABLE, LATEST_TABLE]) {
    const partitions = await partitionsOf(chain, table);
    story.say(`${table}: ${partitions.length} partitions, for example`);
    const [example] = partitions;
    if (example !== undefined) story.say(`  ${example.values.join(', ')}\n  at ${example.location}`);
  }
}

async function askQuestions(story: Story, chain: Chain): Promise<void> {
  await runOrgs3(story, chain, ['query', '--saved', 'storage-by-class']);
  await runOrgs3(story, chain, ['query', '--saved', 'old-objects']);
  await runOrgs3(story, chain, ['query', '--sql', DAYS, '--region', 'eu-west-1']);
  story.say('the asset register is one table over all Regions and accounts:');
  await runOrgs3(story, chain, ['query', '--register', '--sql', EVERYWHERE]);
  await runOrgs3(story, chain, ['query', '--sql', ODD, '--region', 'eu-west-1', '--format', 'json']);
  story.say(`(the bucket has ${ODD_KEYS.length} such keys; the end-to-end tests compare every one)`);
}

const EVERYWHERE =
  'SELECT account, region, count(DISTINCT bucket) AS buckets, count(*) AS objects, sum(size) AS bytes FROM asset_register_latest GROUP BY account, region ORDER BY account, region';
const DAYS = 'SELECT dt, count(*) AS objects, sum(size) AS bytes FROM inventory GROUP BY dt ORDER BY dt';
const ODD =
  "SELECT key, size FROM inventory_latest WHERE bucketname = 'shop-development-odd-keys' ORDER BY size LIMIT 12";

async function drift(story: Story, chain: Chain): Promise<void> {
  const [account, bucket] = driftingBucket(chain.organization);
  const stack = stackName.source(account);
  await story.step('Somebody changes a configuration by hand', async () => {
    await changeByHand(chain, bucket, CONFIGURATION_ID);
    story.say(`the reports of ${bucket} are now weekly`);
    await runOrgs3(story, chain, ['drift'], 2);
    story.say('exit code 2: orgs3 drift found differences, with one call per bucket. Terraform finds the same ones:');
    story.command(`terraform plan -detailed-exitcode   # in ${stack}`);
    const { changes, text } = await chain.terraform.plan(stack);
    if (!changes) throw new Error(`${stack} shows no drift`);
    story.say(plannedChanges(text));
    story.say('exit code 2: the plan has changes');
  });
  await story.step('Terraform repairs the configuration', async () => {
    story.command(`terraform apply   # in ${stack}`);
    await chain.terraform.apply(stack);
    await runOrgs3(story, chain, ['drift']);
    story.say('exit code 0: no differences');
  });
}

/** The first bucket of an account that uses one Region: its stack is the cheapest to plan. */
function driftingBucket({ accounts, destinationAccount }: MadeUpOrganization): [account: string, bucket: string] {
  for (const { id, buckets } of accounts) {
    const [first] = buckets;
    const regions = new Set(buckets.map(({ region }) => region));
    if (first !== undefined && regions.size === 1 && id !== destinationAccount) return [id, first.name];
  }
  throw new Error('the organization has no account with buckets in one Region');
}
