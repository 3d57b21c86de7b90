/** CloudWatch namespace of our metrics in each Region. */
export const METRIC_NAMESPACE: string = 'OrgS3Inventory';

/** CloudWatch namespace of the asset register's metrics, which have the same names. */
export const ASSET_NAMESPACE = 'OrgS3AssetRegister';

/** Dimension of all our metrics: a Region code. */
export const REGION_DIMENSION = 'Region';

/** Metrics of each invocation of `register-report`. A count of 0 is written too. */
export const REGISTER_METRICS = {
  /** Reports that were added to the tables. */
  registered: 'ReportsRegistered',
  /** Reports that were in the tables already. */
  unchanged: 'ReportsUnchanged',
  /** Reports and events that must not be registered. */
  refused: 'ReportsRefused',
  /** Reports that could not be registered for another reason; SQS delivers them again. */
  failed: 'ReportsFailed',
  /** Events that are not about our reports. */
  ignored: 'EventsIgnored',
  /** Seconds from the start of S3's scan until the report was registered. */
  age: 'ReportAgeSeconds',
  /** Duration of the invocation in milliseconds. */
  duration: 'DurationMs',
} as const;

/** Metrics of each completed pass of `reconcile-catalog`. A count of 0 is written too. */
export const RECONCILE_METRICS = {
  /** 1 for each completed pass. */
  completed: 'ReconcileCompleted',
  /** Reports without an event that the pass registered. */
  recovered: 'ReportsRecovered',
  /** Reports in the bucket that must not be registered. */
  unregistrable: 'ReportsUnregistrable',
  /** Partitions that the pass dropped because their reports have expired. */
  dropped: 'PartitionsDropped',
  /** Buckets whose partition in a `latest` table was wrong and was repaired. */
  repaired: 'LatestRepaired',
  /** Source buckets whose newest report has been overdue for up to two weeks. */
  overdue: 'BucketsOverdue',
  /** Source buckets whose newest report has been overdue for more than two weeks: most of them no longer exist. */
  silent: 'BucketsSilent',
} as const;
