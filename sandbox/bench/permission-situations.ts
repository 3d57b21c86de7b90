import { DeleteTableCommand, GetTablesCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import {
  ASSET_QUEUE,
  destinationBucketName,
  REGISTER_QUEUE,
  assetResultsBucketName,
  resultsBucketName,
} from '../../core/names/names';
import type { Chain } from '../chain';
import { backdateObjects } from '../object-store';
import { writeReports } from '../report-writer';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Situations that together make the work on reports and tables need all of its permissions. */
export class Situations {
  private scan = Date.now() - 20 * HOUR;

  constructor(private readonly chain: Chain) {}

  /** Three situations: no tables, tables that lack a column, and complete tables. */
  ofTables(database: string): (() => Promise<void>)[] {
    return [() => this.dropTables(database), () => this.dropColumns(database), () => Promise.resolve()];
  }

  /** Delivers a report of every bucket, and drops the messages of earlier ones. */
  async deliver(): Promise<void> {
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

  /** Deletes the oldest half of the objects in the destination bucket, as its lifecycle would. */
  async expireSome(): Promise<void> {
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

  /** Deletes the state of earlier passes, and makes every report two hours old. */
  async forgetPasses(): Promise<void> {
    const { clients, organization } = this.chain;
    const s3 = clients.s3({ region: this.region });
    for (const name of [resultsBucketName, assetResultsBucketName]) {
      const Bucket = name(this.region, organization.destinationAccount);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'reconcile-' }));
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
    const bucket = destinationBucketName(this.region, organization.destinationAccount);
    await backdateObjects(clients.endpoint, bucket, 'inventory/', new Date(Date.now() - 2 * HOUR));
  }

  private get region(): string {
    return this.chain.organization.homeRegion;
  }
}
