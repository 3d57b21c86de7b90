import type { Config } from '../config/schema';
import {
  BUCKETS_TABLE,
  CURRENT_VIEW,
  DATABASE,
  destinationBucketName,
  HISTORY_TABLE,
  ASSET_DATABASE,
  ASSET_TABLE,
  ASSET_WORKGROUP,
  REPORT_KEY_ALIAS,
  REPORTS_VIEW,
  resultsBucketName,
  WORKGROUP,
} from '../names/names';
import { PARTITIONS, partitionOf } from '../names/partitions';
import type { PolicyStatement } from './document';
import { viaS3Of } from './kms-key';
import { allow, everywhereArn, type Everywhere } from './statements';

/** A Glue database, its tables, and the Athena workgroup that queries them. */
export interface QueryableDatabase {
  readonly database: string;
  /** Names of tables, with wildcards. */
  readonly tables: readonly string[];
  readonly workgroup: string;
}

/** The tables of a Region that show reports. */
export const REPORT_TABLES = { database: DATABASE, tables: [HISTORY_TABLE, `${HISTORY_TABLE}_*`] } as const;

/** Views whose names do not begin as those of the tables do. */
export const VIEWS = [CURRENT_VIEW, REPORTS_VIEW] as const;

const REGIONAL: QueryableDatabase = {
  database: DATABASE,
  workgroup: WORKGROUP,
  tables: [...REPORT_TABLES.tables, ...VIEWS, BUCKETS_TABLE],
};
const ASSET_REGISTER: QueryableDatabase = {
  database: ASSET_DATABASE,
  workgroup: ASSET_WORKGROUP,
  tables: [ASSET_TABLE, `${ASSET_TABLE}_*`, ...VIEWS],
};

/** The tables of a Region, and those of the asset register where there is one. */
export const queryableDatabases = ({ register }: Config): QueryableDatabase[] =>
  register.mode === 'off' ? [REGIONAL] : [REGIONAL, ASSET_REGISTER];

/** The destination account in every Region. */
export const destinationEverywhere = ({ destination }: Config): Everywhere => ({
  account: destination.account,
  partition: partitionOf(destination.homeRegion),
});

/** ARNs of tables, and of the database and the catalog above them: Glue checks permissions on all three. */
export const tableArns = (
  where: Everywhere,
  databases: readonly Pick<QueryableDatabase, 'database' | 'tables'>[],
): string[] =>
  [
    'catalog',
    ...databases.flatMap(({ database, tables }) => [
      `database/${database}`,
      ...tables.map((table) => `table/${database}/${table}`),
    ]),
  ].map((resource) => everywhereArn(where, 'glue', resource));

/** Lists the tables of databases: see `findTables`. */
export const findTablesEverywhere = (
  where: Everywhere,
  databases: readonly Pick<QueryableDatabase, 'database'>[],
): PolicyStatement =>
  allow(
    'FindTables',
    'glue:GetTables',
    tableArns(
      where,
      databases.map(({ database }) => ({ database, tables: ['*'] })),
    ),
  );

/** The destination buckets of every Region of the partition, and no other bucket of ours. */
export const destinationBuckets = ({ partition, account }: Everywhere) =>
  `arn:${partition}:s3:::${destinationBucketName(PARTITIONS[partition].wildcard, account)}`;

/** The results buckets of every Region, and that of the asset register. */
export const resultsBuckets = ({ partition, account }: Everywhere) =>
  `arn:${partition}:s3:::${resultsBucketName('*', account)}`;

/** A condition on the owner of a bucket: any account can make a bucket of such a name. */
export const ownedBy = ({ account }: Everywhere) => ({ StringEquals: { 'aws:ResourceAccount': account } });

/** Every setting of the configuration that encrypts reports with a KMS key. Where there is one, a collector may make a key. */
export const kmsSettings = ({ inventory, additional, overrides }: Config) =>
  [inventory, ...additional, ...overrides.map(({ set }) => set)].flatMap(({ encryption }) =>
    encryption?.type === 'SSE-KMS' ? [encryption] : [],
  );

/** Decrypts the reports of every Region through S3; no statement where the configuration uses no KMS key. */
export function decryptEverywhere(config: Config): PolicyStatement[] {
  const where = destinationEverywhere(config);
  const settings = kmsSettings(config);
  const given = [...new Set(settings.flatMap(({ keys }) => Object.values(keys)))].sort();
  if (settings.length === 0) return [];
  const throughS3 = { StringLike: { 'kms:ViaService': viaS3Of(where.partition, '*') } };
  return [
    allow('DecryptWithCollectorsKeys', 'kms:Decrypt', everywhereArn(where, 'kms', 'key/*'), {
      ...throughS3,
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': REPORT_KEY_ALIAS },
    }),
    ...(given.length === 0 ? [] : [allow('DecryptWithGivenKeys', 'kms:Decrypt', given, throughS3)]),
  ];
}
