/** Names of the environment variables that the collector stack gives to its Lambdas: one source for both. */
export const COLLECTOR_ENVIRONMENT = {
  /** The account that owns bucket, database and Lambda: 12 digits. */
  destinationAccount: 'ORGS3_DESTINATION_ACCOUNT',
  /** The only bucket whose events are accepted. */
  destinationBucket: 'ORGS3_DESTINATION_BUCKET',
  /** The destination prefix without slashes at its ends; reports outside are refused. */
  destinationPrefix: 'ORGS3_DESTINATION_PREFIX',
  /** The configuration id whose reports are registered; others are left alone. */
  configurationId: 'ORGS3_CONFIGURATION_ID',
  /** The Glue database. */
  database: 'ORGS3_DATABASE',
  /** `reconcile-catalog` only: a bucket whose newest report is older by so many days is overdue. */
  overdueAfterDays: 'ORGS3_OVERDUE_AFTER_DAYS',
  /** `reconcile-catalog` and `reconcile-register`: the bucket that holds how far they have come. */
  stateBucket: 'ORGS3_STATE_BUCKET',
  /** `register-asset` and `reconcile-register`: the Regions whose reports they take, with commas between. */
  regions: 'ORGS3_REGIONS',
  /** As before: `s3://…/`, the folder of the register's tables. */
  registerLocation: 'ORGS3_REGISTER_LOCATION',
  /** As before: `reference` or `copy`. */
  registerMode: 'ORGS3_REGISTER_MODE',
  /** As before: the bucket of the copies. */
  copiesBucket: 'ORGS3_COPIES_BUCKET',
  /** As before: a report whose scan is older by so many days is not copied. */
  copiesDays: 'ORGS3_COPIES_DAYS',
  /** Set for emulators only; the SDK reads it by itself. */
  endpoint: 'AWS_ENDPOINT_URL',
} as const;
