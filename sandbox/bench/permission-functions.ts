import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteTableCommand, GetTablesCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import {
  ASSET_FUNCTION,
  ASSET_QUEUE,
  ASSET_RECONCILE_FUNCTION,
  DATABASE,
  destinationBucketName,
  RECONCILE_FUNCTION,
  reconcileRoleName,
  REGISTER_DATABASE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
  registerResultsBucketName,
  registerRoleName,
  resultsBucketName,
} from '../../core/inventory/names';
import { Orgs3Error } from '../../core/errors';
import type { Chain } from '../chain';
import { startFunction } from '../function-instance';
import { drainQueue } from '../lambda-runtime';
import { backdateObjects } from '../object-store';
import { writeReports } from '../report-writer';
import { type Ending, ending } from './needed-permissions';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a function does, in several situations. */
export interface FunctionSteps {
  readonly name: string;
  /** The name of its role. */
  readonly who: string;
  readonly works: readonly (() => Promise<Ending>)[];
}

/** The work of the Lambdas in the home Region, each time over reports that nobody knows yet. */
export class FunctionWork {
  private scan = Date.now() - 20 * HOUR;

  constructor(private readonly chain: Chain) {}

  /** Every function in the situations in which it does all that it can. */
  all(): FunctionSteps[] {
    const region = this.region;
    const functions = [
      { name: RECONCILE_FUNCTION, who: reconcileRoleName(region), database: DATABASE, runs: this.passes },
      { name: ASSET_RECONCILE_FUNCTION, who: ASSET_RECONCILE_FUNCTION, database: REGISTER_DATABASE, runs: this.passes },
      { name: REGISTER_FUNCTION, who: registerRoleName(region), database: DATABASE, runs: this.drains },
      { name: ASSET_FUNCTION, who: ASSET_FUNCTION, database: REGISTER_DATABASE, runs: this.drains },
    ];
    return functions.map(({ name, who, database, runs }) => ({
      ...{ name, who },
      works: this.situations(database).map((prepare) => async () => {
        await prepare();
        await this.reports();
        return runs(name);
      }),
    }));
  }

  /** Over reports of which some have expired since, and none was seen by a pass. */
  private readonly passes = async (name: string): Promise<Ending> => {
    await this.expireSome();
    await this.forgetPasses();
    return this.logged(name, () => this.invoke(name));
  };

  private readonly drains = (name: string): Promise<Ending> => this.logged(name, () => this.drain(name));

  /** Without tables, with tables that lack a column, with all there. */
  private situations(database: string): (() => Promise<void>)[] {
    return [() => this.dropTables(database), () => this.dropColumns(database), () => Promise.resolve()];
  }

  private get region(): string {
    return this.chain.organization.homeRegion;
  }

  /** A report of every bucket, and no news of earlier ones. */
  private async reports(): Promise<void> {
    const sqs = this.chain.clients.sqs({ region: this.region });
    for (const QueueName of [REGISTER_QUEUE, ASSET_QUEUE]) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    }
    this.scan += MINUTE;
    await writeReports(this.chain.clients, this.chain.organization, new Date(this.scan));
  }

  private async dropTables(DatabaseName: string): Promise<void> {
    const glue = this.chain.clients.glue({ region: this.region });
    for (const Name of await this.tables(DatabaseName)) await glue.send(new DeleteTableCommand({ DatabaseName, Name }));
  }

  private async tables(DatabaseName: string): Promise<string[]> {
    const glue = this.chain.clients.glue({ region: this.region });
    const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName }));
    return TableList.flatMap(({ Name }) => Name ?? []);
  }

  private async dropColumns(DatabaseName: string): Promise<void> {
    const glue = this.chain.clients.glue({ region: this.region });
    const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName }));
    for (const { Name, TableType, Parameters, PartitionKeys, StorageDescriptor } of TableList) {
      const Columns = StorageDescriptor?.Columns?.slice(0, -1);
      const TableInput = {
        Name,
        TableType,
        Parameters,
        PartitionKeys,
        StorageDescriptor: { ...StorageDescriptor, Columns },
      };
      await glue.send(new UpdateTableCommand({ DatabaseName, TableInput }));
    }
  }

  /** The oldest half of what lies in the destination bucket is gone, as its lifecycle would have it. */
  private async expireSome(): Promise<void> {
    const Bucket = destinationBucketName(this.region, this.chain.organization.destinationAccount);
    const s3 = this.chain.clients.s3({ region: this.region });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'inventory/' }));
    const stamps = Contents.flatMap(({ Key = '' }) => /\/(\d{4}-\d\d-\d\dT\d\d-\d\dZ)\//.exec(Key)?.[1] ?? []).sort();
    const [oldest = ''] = stamps;
    const dt = oldest.replace('T', '-').replace('Z', '');
    const Objects = Contents.flatMap(({ Key = '' }) =>
      Key.includes(oldest) || Key.includes(`dt=${dt}/`) ? [{ Key }] : [],
    );
    if (new Set(stamps).size < 2) return;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }

  /** No pass was ever made, and every report came two hours ago. */
  private async forgetPasses(): Promise<void> {
    const { clients, organization } = this.chain;
    const s3 = clients.s3({ region: this.region });
    for (const name of [resultsBucketName, registerResultsBucketName]) {
      const Bucket = name(this.region, organization.destinationAccount);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'reconcile-' }));
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
    const bucket = destinationBucketName(this.region, organization.destinationAccount);
    await backdateObjects(clients.endpoint, bucket, 'inventory/', new Date(Date.now() - 2 * HOUR));
  }

  /** An ending that says what the function wrote into its log meanwhile. */
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
      if (failed > 0) throw new Orgs3Error(`${failed} messages were given back`);
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
