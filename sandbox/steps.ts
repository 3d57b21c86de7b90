import {
  DeleteObjectsCommand,
  GetBucketInventoryConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
} from '@aws-sdk/client-s3';
import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import pMap from 'p-map';
import { ASSET_FUNCTION, DATABASE, REGISTER_FUNCTION } from '../core/names/names';
import { Orgs3Error } from '../core/errors';
import { eachStack, type Chain, type Timed } from './chain';
import { drainQueue, type Drained } from './lambda-runtime';
import { seedObjects, storedObjects } from './object-store';
import { arrivalsFor } from './objects';
import { bucketsOf } from './organization';
import { STACK_PREFIX, stackName } from '../core/names/stack-names';

/** The Regions that hold buckets of the organization, sorted. */
export const regionsOf = ({ organization }: Pick<Chain, 'organization'>): string[] =>
  [...new Set(bucketsOf(organization).map(({ region }) => region))].sort();

/**
 * Applies stacks in order: the register, the roles and collectors at the same time, then the sources, which need both.
 */
export async function applyStacks(
  { terraform }: Chain,
  stacks: readonly string[],
  onDone?: (stack: string, done: Timed<void>) => void,
): Promise<void> {
  const named = (start: string) => stacks.filter((stack) => stack.startsWith(start));
  const apply = (group: readonly string[]) => eachStack(group, terraform.apply, onDone);
  // Collectors subscribe the register's queue to their topics.
  await apply(named(stackName.assetRegister));
  await Promise.all([apply(named(STACK_PREFIX.collector)), apply(named(STACK_PREFIX.access))]);
  await apply(named(STACK_PREFIX.source));
}

/** Plays Lambda in every Region, until all queues are empty. */
export async function registerReports(chain: Chain): Promise<ReadonlyMap<string, Drained>> {
  const regions = regionsOf(chain);
  const drained = await pMap(
    regions,
    async (region) =>
      [region, await drainQueue(chain.clients, chain.paths, { region, name: REGISTER_FUNCTION })] as const,
    { concurrency: 2 },
  );
  return new Map(drained);
}

/** Plays Lambda for the asset register, in the home Region, until its queue is empty. */
export const registerAssets = ({ clients, paths, organization }: Chain): Promise<Drained> =>
  drainQueue(clients, paths, { region: organization.homeRegion, name: ASSET_FUNCTION });

/** A partition in Glue. */
export interface RegisteredPartition {
  readonly region: string;
  readonly table: string;
  readonly values: readonly string[];
  readonly location: string;
}

/** The partitions of a table in every Region. */
export async function partitionsOf(chain: Chain, table: string): Promise<RegisteredPartition[]> {
  const perRegion = await pMap(regionsOf(chain), async (region) => {
    const request = new GetPartitionsCommand({ DatabaseName: DATABASE, TableName: table, MaxResults: 1000 });
    const { Partitions = [] } = await chain.clients.glue({ region }).send(request);
    return Partitions.map(({ Values = [], StorageDescriptor }) => ({
      region,
      table,
      values: Values,
      location: StorageDescriptor?.Location ?? '',
    }));
  });
  return perRegion.flat();
}

/** The hour (UTC) of S3's daily scan. S3's reports of recent years show one o'clock. */
const SCAN_HOUR = 1;

/** The last two scans before `now`. */
export function lastTwoScans(now: Date): [dayOne: Date, dayTwo: Date] {
  const today = new Date(now).setUTCHours(SCAN_HOUR, 0, 0, 0);
  const last = today > now.getTime() ? today - DAY : today;
  return [new Date(last - DAY), new Date(last)];
}

const DAY = 86_400_000;

/** The numbers of keys that arrived and that were deleted between two days. */
export interface DayPassed {
  readonly arrived: number;
  readonly deleted: number;
}

/** Plays one day: in every bucket with made-up objects, some objects arrive and some of the oldest are deleted. */
export async function letADayPass({ clients, organization }: Chain, now: Date): Promise<DayPassed> {
  const buckets = bucketsOf(organization).filter(({ objects }) => objects > 0);
  const counts = await pMap(
    buckets,
    async (bucket) => {
      const arrivals = arrivalsFor(bucket, Math.ceil(bucket.objects / 20), now);
      const doomed = (await storedObjects(clients.endpoint, bucket.name)).slice(0, Math.ceil(bucket.objects / 50));
      await seedObjects(clients.endpoint, bucket.name, arrivals);
      const Objects = doomed.map(({ key }) => ({ Key: key }));
      const s3 = clients.s3({ account: bucket.account, region: bucket.region });
      await s3.send(new DeleteObjectsCommand({ Bucket: bucket.name, Delete: { Objects, Quiet: true } }));
      return { arrived: arrivals.length, deleted: doomed.length };
    },
    { concurrency: 4 },
  );
  const sum = (name: keyof DayPassed) => counts.reduce((total, count) => total + count[name], 0);
  return { arrived: sum('arrived'), deleted: sum('deleted') };
}

/** Finds a bucket of the organization by name. */
export function bucketNamed({ organization }: Chain, name: string) {
  const bucket = bucketsOf(organization).find((candidate) => candidate.name === name);
  if (bucket === undefined) throw new Orgs3Error(`The organization of the sandbox has no bucket ${name}.`);
  return bucket;
}

/** Changes a bucket's reports from daily to weekly, as somebody in a console would. */
export async function changeByHand(chain: Chain, bucketName: string, Id: string): Promise<void> {
  const { account, region, name: Bucket } = bucketNamed(chain, bucketName);
  const s3 = chain.clients.s3({ account, region });
  const { InventoryConfiguration } = await s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }));
  if (InventoryConfiguration === undefined) throw new Orgs3Error(`Bucket ${Bucket} has no configuration ${Id}.`);
  const changed = { ...InventoryConfiguration, Schedule: { Frequency: 'Weekly' as const } };
  await s3.send(new PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration: changed }));
}

/** The resources that a plan would change, in Terraform's words; empty without changes. */
export function plannedChanges(planText: string): string {
  const start = planText.search(/^ {2}# /m);
  const end = planText.indexOf('\nPlan:', start);
  return start === -1 || end === -1 ? '' : planText.slice(start, end).trimEnd();
}
