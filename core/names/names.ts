import { partitionOf } from './partitions';
import { DESTINATION_BUCKET } from './regions';

/**
 * Names that are computed and never passed between stacks: the configuration alone says where everything is.
 * Account ids are strings of 12 digits, Regions are codes such as `eu-west-1`.
 */

/** Glue database of a Region, in the destination account. */
export const DATABASE = 's3_inventory';
/** Table over every registered report, partitioned by `bucketname` and `dt`. */
export const HISTORY_TABLE = 'inventory';
/** Table over the newest report of every bucket, partitioned by `bucketname`. */
export const LATEST_TABLE = 'inventory_latest';
/** Glue database of the asset register, in the home Region of the destination account. */
export const ASSET_DATABASE = 's3_asset_register';
/** Athena workgroup of the asset register. */
export const ASSET_WORKGROUP = 's3-asset-register';
/** Table over the reports of all Regions, partitioned by `dt` (a day), `account`, `region` and `bucket`. */
export const ASSET_TABLE = 'asset_register';
/** Table over the newest report of every bucket of all Regions, partitioned by `account`, `region` and `bucket`. */
export const ASSET_LATEST_TABLE = 'asset_register_latest';
/** View over the history tables of all formats in use. */
export const HISTORY_VIEW = 'inventory_all';
/** View over the `latest` tables of all formats in use. */
export const LATEST_VIEW = 'inventory_latest_all';
/** View over the tables `asset_register` of all formats in use. */
export const ASSET_VIEW = 'asset_register_all';
/** View over the tables `asset_register_latest` of all formats in use. */
export const ASSET_LATEST_VIEW = 'asset_register_latest_all';
/** View over the objects that the newest reports show, without older versions and delete markers; in both databases. */
export const CURRENT_VIEW = 'current_objects';
/** View over the reports that the history tables of all formats show; in both databases. */
export const REPORTS_VIEW = 'reports';
/** Table over the buckets that the organization is known to have; `orgs3 publish` writes it. */
export const BUCKETS_TABLE = 'buckets';
/** Athena workgroup of a Region. */
export const WORKGROUP = 's3-inventory';
/** The CloudFormation StackSet that puts the role into every source account, in the mode `stackset`. */
export const ACCESS_STACK_SET = 's3inventory-access';
/** The service for which a delegated administrator of the organization's stack sets is registered. */
export const STACK_SETS_SERVICE = 'member.org.stacksets.cloudformation.amazonaws.com';
/** The policy inside the role in every source account; `<role name>_policy`. */
export const sourceRolePolicyName = (roleName: string) => `${roleName}_policy`;

/** Receives the reports of every source bucket of one Region. */
export const destinationBucketName = (region: string, destinationAccount: string) =>
  `s3inventory-${region}-${destinationAccount}`;

/** The Region whose reports a destination bucket receives; `undefined` for a bucket of another name. */
export const regionOfDestination = (bucket: string): string | undefined => DESTINATION_BUCKET.exec(bucket)?.[1];

/** The folder of a destination bucket that holds the table `buckets`; ends in `/`. No report lies below it: their keys have an account id as second part. */
export const BUCKETS_FOLDER = 'dimensions/buckets/';

/** Receives the answers of Athena in one Region. */
export const resultsBucketName = (region: string, destinationAccount: string) =>
  `s3inventory-results-${region}-${destinationAccount}`;

/** Receives the answers of Athena over the asset register. Its tables lie below `asset-register/`, a folder that stays empty. */
export const assetResultsBucketName = (homeRegion: string, destinationAccount: string) =>
  `s3inventory-results-register-${homeRegion}-${destinationAccount}`;
/** Holds the asset register's own copies of the reports, in the mode `copy`. */
export const assetCopiesBucketName = (homeRegion: string, destinationAccount: string) =>
  `s3inventory-register-${homeRegion}-${destinationAccount}`;
/** Folder of the asset register's bucket with a `symlink.txt` per report: it names the copied files of the report. */
export const COPIES_FOLDER = 'reports/';
export const ASSET_TABLES_FOLDER = 'asset-register/';

/** Alias of the key that a collector makes to encrypt the reports of its Region. */
export const REPORT_KEY_ALIAS = 'alias/s3inventory-reports';

/** Carries the notifications of one Region's destination bucket. */
export const REPORTS_TOPIC = 's3inventory-reports';
/** Holds the notifications of one Region until `register-report` takes them. */
export const REGISTER_QUEUE = 's3inventory-register-report';
/** Holds the notifications that could not be registered after all tries. */
export const REGISTER_DEAD_LETTER_QUEUE = 's3inventory-register-report-dead-letters';
/** The Lambda that turns reports into partitions. */
export const REGISTER_FUNCTION = 's3inventory-register-report';
/** IAM is global, so the role of one Region's Lambda carries the Region. */
export const registerRoleName = (region: string) => `s3inventory-register-report-${region}`;
/** Holds the notifications of all Regions until `register-asset` takes them; in the home Region. */
export const ASSET_QUEUE = 's3inventory-register-asset';
/** Holds the notifications that the asset register could not take after all tries. */
export const ASSET_DEAD_LETTER_QUEUE = 's3inventory-register-asset-dead-letters';
/** The Lambda that keeps the asset register, and its role; there is one of each. */
export const ASSET_FUNCTION = 's3inventory-register-asset';
/** The Lambda that reconciles the tables with the destination bucket. */
export const RECONCILE_FUNCTION = 's3inventory-reconcile-catalog';
export const reconcileRoleName = (region: string) => `s3inventory-reconcile-catalog-${region}`;
/** Key in the results bucket of a Region that holds the position of `reconcile-catalog`. */
export const RECONCILE_STATE_KEY = 'reconcile-catalog.json';
/** The Lambda that reconciles the asset register with the destination buckets of all Regions, and its role; there is one of each. */
export const ASSET_RECONCILE_FUNCTION = 's3inventory-reconcile-register';
/** Folder of the asset register's results bucket that holds the position of `reconcile-register` in each Region. */
export const ASSET_STATE_FOLDER = 'reconcile-register/';
export const assetStateKey = (region: string) => `${ASSET_STATE_FOLDER}${region}.json`;

/** Start of the name of every alarm; one set of alarms per Region. */
export const ALARM_PREFIX = 's3inventory-';
/** Carries the alarms of one Region to its subscribers. */
export const ALARMS_TOPIC = 's3inventory-alarms';
/** Carries the alarms of the asset register: its home Region may have no collector. */
export const ASSET_ALARMS_TOPIC = 's3inventory-asset-alarms';
/** CloudWatch lists the dashboards of all Regions together, so the name carries the Region. */
export const dashboardName = (region: string) => `s3-inventory-${region}`;

/** The prefix below which S3 delivers the reports of one source account. Without a slash at its end: with one, S3 writes keys that its manifest does not name. */
export const deliveryPrefix = (destinationPrefix: string, sourceAccount: string) =>
  `${destinationPrefix}/${sourceAccount}`;

/** The ARN of a bucket. It holds neither account nor Region, but the partition of the Region. */
export const bucketArn = (bucket: string, region: string) => `arn:${partitionOf(region)}:s3:::${bucket}`;

/** The ARN of a role without a path. */
export const roleArn = (account: string, roleName: string, region: string) =>
  `arn:${partitionOf(region)}:iam::${account}:role/${roleName}`;
