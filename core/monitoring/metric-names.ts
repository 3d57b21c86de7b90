/** CloudWatch namespace of every metric of ours. */
export const METRIC_NAMESPACE: string = 'OrgS3Inventory';

/** CloudWatch namespace of the asset register's metrics: they are named as those of `register-report`. */
export const REGISTER_NAMESPACE = 'OrgS3AssetRegister';

/** The one dimension of every metric of ours: a Region code. */
export const REGION_DIMENSION = 'Region';

/** What `register-report` says of each invocation. Counts are there with 0 too. */
export const REGISTER_METRICS = {
  /** Reports that are in the tables now and were not before. */
  registered: 'ReportsRegistered',
  /** Reports that were there already. */
  unchanged: 'ReportsUnchanged',
  /** Reports and events that must not be registered as they are. */
  refused: 'ReportsRefused',
  /** Reports that could not be registered for another reason; they come again. */
  failed: 'ReportsFailed',
  /** Events that are about no report of ours. */
  ignored: 'EventsIgnored',
  /** Seconds from the start of S3's scan until the report was registered. */
  age: 'ReportAgeSeconds',
  /** Milliseconds of the invocation. */
  duration: 'DurationMs',
} as const;

/** What `reconcile-catalog` says when it has come through the whole Region. Counts are there with 0 too. */
export const RECONCILE_METRICS = {
  /** 1 where a run came to the end of the Region. */
  completed: 'ReconcileCompleted',
  /** Reports that no event had told of, and that the run registered. */
  recovered: 'ReportsRecovered',
  /** Reports in the bucket that must not be registered as they are. */
  unregistrable: 'ReportsUnregistrable',
  /** Partitions whose reports have expired, dropped by the run. */
  dropped: 'PartitionsDropped',
  /** Buckets whose partition in a `latest` table was wrong, and was put right. */
  repaired: 'LatestRepaired',
  /** Source buckets whose newest report is older than it may be, by up to two weeks. */
  overdue: 'BucketsOverdue',
  /** Source buckets that have been overdue for more than two weeks: most of them no longer exist. */
  silent: 'BucketsSilent',
} as const;
