import type { Config } from '../config/schema';
import { partitionOf } from '../names/partitions';
import type { PolicyStatement } from './document';
import { viaS3 } from './kms-key';

/** Permissions to keep Terraform's states in S3: on their bucket, or to assume the role that the configuration names for it. */
export function stateStatements({ backend, destination }: Config): PolicyStatement[] {
  if (backend.type !== 's3') return [];
  if (backend.roleArn !== undefined) {
    return [{ Sid: 'AssumeStateRole', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: backend.roleArn }];
  }
  const bucket = `arn:${partitionOf(destination.homeRegion)}:s3:::${backend.bucket}`;
  const key: PolicyStatement[] =
    backend.kmsKeyArn === undefined
      ? []
      : [
          {
            Sid: 'EncryptState',
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: backend.kmsKeyArn,
            Condition: { StringEquals: { 'kms:ViaService': viaS3(backend.region) } },
          },
        ];
  return [
    { Sid: 'FindState', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
    {
      Sid: 'KeepState',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: `${bucket}/${backend.keyPrefix}/*`,
    },
    ...key,
  ];
}
