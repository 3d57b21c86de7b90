import type { AthenaClient } from '@aws-sdk/client-athena';
import { GetQueryExecutionCommand, GetWorkGroupCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Orgs3Error } from '../../core/errors';
import { REPORT_FIELDS } from '../../core/report/fields';

/** The clients and names that the ancestor's Lambda uses. */
export interface Ancestor {
  readonly s3: S3Client;
  readonly athena: AthenaClient;
  /** The Region's own workgroup, as the ancestor makes it. */
  readonly workgroup: string;
  readonly destinationBucket: string;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const COPY_SLEEP_MS = 5000;
const QUERY_SLEEP_MS = 5000;
const POLLS = 10;

/**
 * Registers a report as the ancestor of this project does: one invocation for each event of a `symlink.txt`. It copies
 * that file, waits five seconds, and runs two statements in Athena: `CREATE EXTERNAL TABLE IF NOT EXISTS` and `ALTER
 * TABLE … ADD PARTITION`. For each statement it looks up the workgroup, starts the statement, waits five seconds, and
 * asks up to ten times whether it is done, with one more second between two questions.
 *
 * The calls, their order and the waiting times are the original's; the code and the statements' text are ours.
 *
 * @param symlinkKey `…/<source bucket>/<configuration id>/hive/dt=…/symlink.txt`
 * @see https://github.com/aws-samples/amazon-orglevels3inventorycontrolplane (S3Inventory.yaml, as of April 2025)
 */
export async function registerAsAncestor(ancestor: Ancestor, symlinkKey: string): Promise<void> {
  const { s3, destinationBucket: Bucket, sleep } = ancestor;
  const [bucket = '', , , partition = ''] = symlinkKey.split('/').slice(-5);
  const dt = partition.replace(/^dt=/, '');
  const CopySource = `${Bucket}/${symlinkKey}`;
  const Key = `centralizedinventory/symlinks/${partition}/bucketname=${bucket}/symlink.txt`;
  await s3.send(new CopyObjectCommand({ Bucket, CopySource, Key }));
  await sleep(COPY_SLEEP_MS);
  await runStatement(ancestor, createTable(`s3://${Bucket}/centralizedinventory/symlinks/`));
  await runStatement(ancestor, `ALTER TABLE inventory ADD PARTITION (dt='${dt}', bucketname='${bucket}')`);
}

async function runStatement({ athena, workgroup: WorkGroup, sleep }: Ancestor, QueryString: string): Promise<void> {
  await athena.send(new GetWorkGroupCommand({ WorkGroup }));
  const QueryExecutionContext = { Database: 'default' };
  const start = new StartQueryExecutionCommand({ QueryString, QueryExecutionContext, WorkGroup });
  const { QueryExecutionId } = await athena.send(start);
  await sleep(QUERY_SLEEP_MS);
  for (let poll = 0; poll < POLLS; poll += 1) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const state = QueryExecution?.Status?.State;
    if (state === 'SUCCEEDED') return;
    if (state === 'FAILED') throw new Orgs3Error(`The ancestor's statement failed: ${QueryString}`);
    await sleep(poll * 1000);
  }
}

const createTable = (location: string) =>
  `CREATE EXTERNAL TABLE IF NOT EXISTS inventory (${REPORT_FIELDS.map(({ column, type }) => `${column} ${type}`).join(', ')})
PARTITIONED BY (dt string, bucketname string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat'
LOCATION '${location}'`;
