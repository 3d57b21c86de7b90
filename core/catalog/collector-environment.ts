/** Names of the environment variables of the Lambdas. The stacks set them, and the Lambdas read them. */
export const COLLECTOR_ENVIRONMENT = {
  /** The account that owns bucket, database and Lambda: 12 digits. */
  destinationAccount: 'ORGS3_DESTINATION_ACCOUNT',
  /** The destination bucket. Events of other buckets are refused. */
  destinationBucket: 'ORGS3_DESTINATION_BUCKET',
  /** The destination prefix, without slashes at its ends. Reports outside it are refused. */
  destinationPrefix: 'ORGS3_DESTINATION_PREFIX',
  /** The id of the configuration whose reports are registered. Reports of other configurations are ignored. */
  configurationId: 'ORGS3_CONFIGURATION_ID',
  /** The Glue database. */
  database: 'ORGS3_DATABASE',
  /** Age in days from which a bucket's newest report is overdue; only for `reconcile-catalog`. */
  overdueAfterDays: 'ORGS3_OVERDUE_AFTER_DAYS',
  /** The bucket that stores the progress of `reconcile-catalog` and `reconcile-register`. */
  stateBucket: 'ORGS3_STATE_BUCKET',
  /** Days after its scan for which a report is shown. */
  reportsDays: 'ORGS3_REPORTS_DAYS',
  /** `register-asset` and `reconcile-register`: the Regions whose reports they take, with commas between. */
  regions: 'ORGS3_REGIONS',
  /** The folder of the asset register's tables, `s3://…/`; only for its Lambdas. */
  assetRegisterLocation: 'ORGS3_REGISTER_LOCATION',
  /** The mode of the asset register, `reference` or `copy`; only for its Lambdas. */
  assetRegisterMode: 'ORGS3_REGISTER_MODE',
  /** The bucket of the asset register's copies; only for its Lambdas. */
  copiesBucket: 'ORGS3_COPIES_BUCKET',
  /** Age in days up to which a report is copied; only for the asset register's Lambdas. */
  copiesDays: 'ORGS3_COPIES_DAYS',
  /** The endpoint of an emulator. The SDK reads this variable itself. */
  endpoint: 'AWS_ENDPOINT_URL',
} as const;
