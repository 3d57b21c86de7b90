/** The reasons to grant actions that no run on the emulator needs, by caller and action. */
const REASONS: readonly (readonly [who: RegExp, action: RegExp, reason: string])[] = [
  [/^s3inventory-/, /^logs:(CreateLogStream|PutLogEvents)$/, 'Lambda writes the log with the role; here it is a file'],
  [/^s3inventory-/, /^kms:Decrypt$/, 'S3 asks KMS on behalf of the Lambda: nothing of that passes the gateway'],
  [/^s3inventory-/, /^s3:AbortMultipartUpload$/, 'where the copy of a file above 5 GB fails'],
  [
    /^(operator|reader)$/,
    /^kms:Decrypt$/,
    'S3 asks KMS on behalf of whoever reads: nothing of that passes the gateway',
  ],
  [/^operator$/, /^kms:GenerateDataKey$/, 'the same, for whoever writes'],
  [/^operator$/, /^sqs:ChangeMessageVisibility$/, 'without it the list goes on, but hides its messages for 30 seconds'],
  [/^operator$/, /^s3:AbortMultipartUpload$/, 'where the copy of a file above 5 GB fails'],
  [/^operator$/, /^sqs:(StartMessageMoveTask|DeleteMessage|SendMessage)$/, 'redrive: the emulator has none'],
  [/^reader$/, /^glue:(GetDatabase|GetPartition|BatchGetPartition)$/, 'Athena asks Glue on behalf of whoever asks'],
  [/^reader$/, /^s3:(GetBucketLocation|ListBucketMultipartUploads)$/, 'Athena asks S3 on behalf of whoever asks'],
  [
    /^reader$/,
    /^s3:(PutObject|AbortMultipartUpload|ListMultipartUploadParts)$/,
    'Athena writes its answer on their behalf',
  ],
  [/^reader$/, /^s3:ListBucket$/, 'Athena lists partitions; S3 says of an expired report that it is gone'],
  [/^reader$/, /^athena:StopQueryExecution$/, 'where a query is no longer wanted'],
  [/^auditor$/, /^organizations:ListParents$/, 'for an account that is moved while the organization is read'],
  [/^deployer$/, /^kms:UpdateAlias$/, 'where the alias was pointed to another key: the emulator keeps it'],
  [/^deployer$/, /^lambda:UpdateFunctionCode$/, 'with another version of this project, whose code differs'],
  [/^deployer$/, /^organizations:ListParents$/, 'for an account that is moved while the organization is read'],
  [/^deployer$/, /^s3:DeleteObjectVersion$/, 'to empty a bucket that somebody made keep versions'],
  [/^deployer$/, /^s3:ListBucket$/, 'HeadBucket: AWS provider 5.100 goes on where it is refused, others may not'],
  [/^deployer$/, /^s3:(ListTagsForResource|TagResource|UntagResource)$/, 'AWS provider 6.23 and later'],
  [/^OrgS3role$/, /^s3:GetBucketLocation$/, 'where ListBuckets does not say the Region of a bucket'],
  [/^OrgS3role$/, /^s3express:ListAllMyDirectoryBuckets$/, 'the emulator has no directory buckets'],
];

/** The reason to grant an action that no run on the emulator needs; `undefined` where there is none. */
export const reasonFor = (who: string, action: string): string | undefined =>
  REASONS.find(([whose, what]) => whose.test(who) && what.test(action))?.[2];
