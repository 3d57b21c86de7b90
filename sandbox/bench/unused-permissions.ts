/** The reasons to grant actions that no run on the emulator needs, by caller and action. */
const REASONS: readonly (readonly [who: RegExp, action: RegExp, reason: string])[] = [
  [
    /^s3inventory-/,
    /^logs:(CreateLogStream|PutLogEvents)$/,
    'Lambda writes the log with the role; in the sandbox the log is a file',
  ],
  [/^s3inventory-/, /^kms:Decrypt$/, 'S3 calls KMS for the Lambda; the gateway does not see that call'],
  [/^s3inventory-/, /^s3:AbortMultipartUpload$/, 'needed if the copy of a file above 5 GB fails'],
  [/^(operator|reader)$/, /^kms:Decrypt$/, 'S3 calls KMS for the person who reads; the gateway does not see that call'],
  [/^operator$/, /^kms:GenerateDataKey$/, 'S3 calls KMS for the person who writes; the gateway does not see that call'],
  [
    /^operator$/,
    /^sqs:ChangeMessageVisibility$/,
    'without it the list works, but its messages stay hidden for 30 seconds',
  ],
  [/^operator$/, /^s3:AbortMultipartUpload$/, 'needed if the copy of a file above 5 GB fails'],
  [
    /^operator$/,
    /^sqs:(StartMessageMoveTask|DeleteMessage|SendMessage)$/,
    'needed for a redrive, which the emulator lacks',
  ],
  [/^reader$/, /^glue:(GetDatabase|GetPartition|BatchGetPartition)$/, 'Athena calls Glue for the person who queries'],
  [/^reader$/, /^s3:(GetBucketLocation|ListBucketMultipartUploads)$/, 'Athena calls S3 for the person who queries'],
  [
    /^reader$/,
    /^s3:(PutObject|AbortMultipartUpload|ListMultipartUploadParts)$/,
    'Athena writes the results for the person who queries',
  ],
  [
    /^reader$/,
    /^s3:ListBucket$/,
    'Athena lists partitions; without it, S3 refuses the read of an expired report instead of answering that it does not exist',
  ],
  [/^reader$/, /^athena:StopQueryExecution$/, 'needed to stop a query'],
  [/^auditor$/, /^organizations:ListParents$/, 'needed if an account is moved during discovery'],
  [/^deployer$/, /^kms:UpdateAlias$/, 'needed if the alias points to another key, which never happens in the emulator'],
  [/^deployer$/, /^lambda:UpdateFunctionCode$/, 'needed for another version of this project, whose code differs'],
  [/^deployer$/, /^organizations:ListParents$/, 'needed if an account is moved during discovery'],
  [/^deployer$/, /^s3:DeleteObjectVersion$/, 'needed to empty a bucket for which somebody turned on versioning'],
  [
    /^deployer$/,
    /^s3:ListBucket$/,
    'needed for HeadBucket; AWS provider 5.100 ignores a refusal, other versions may not',
  ],
  [/^deployer$/, /^s3:(ListTagsForResource|TagResource|UntagResource)$/, 'needed by AWS provider 6.23 and later'],
  [/^OrgS3role$/, /^s3:GetBucketLocation$/, 'needed if ListBuckets does not return the Region of a bucket'],
  [/^OrgS3role$/, /^s3express:ListAllMyDirectoryBuckets$/, 'the emulator has no directory buckets'],
];

/** The reason to grant an action that no run on the emulator needs; `undefined` where there is none. */
export const reasonFor = (who: string, action: string): string | undefined =>
  REASONS.find(([whose, what]) => whose.test(who) && what.test(action))?.[2];
