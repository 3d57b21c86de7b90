import type { RegionKeys } from '../../../core/inventory/encryption';
import { registerQueuePolicy, registerRolePolicy, reportsTopicPolicy } from '../../../core/policies/register-report';

const place = { account: '222222222222', region: 'eu-west-1' };

describe('the role of register-report', () => {
  const withKeys = (keys: RegionKeys) => registerRolePolicy(place, 'inventory', keys).Statement;
  const statements = withKeys({ collectorCreatesKey: false, given: [] });

  it('allows exactly what the function calls', () => {
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      's3:GetObject',
      'glue:GetTables',
      'glue:GetTable',
      'glue:CreateTable',
      'glue:UpdateTable',
      'glue:GetPartitions',
      'glue:BatchGetPartition',
      'glue:BatchCreatePartition',
      'glue:BatchUpdatePartition',
      'glue:BatchDeletePartition',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  it('reads manifests and checksums below the destination prefix, and no data file', () => {
    expect(statements.find(({ Sid }) => Sid === 'ReadManifests')?.Resource).toEqual([
      'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/*/manifest.json',
      'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/*/manifest.checksum',
    ]);
  });

  it('keeps the tables of its own database alone', () => {
    expect(statements.find(({ Sid }) => Sid === 'KeepTables')?.Resource).toEqual([
      'arn:aws:glue:eu-west-1:222222222222:catalog',
      'arn:aws:glue:eu-west-1:222222222222:database/s3_inventory',
      'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/inventory',
      'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/inventory_*',
      'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/current_objects',
      'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/reports',
    ]);
  });

  it("decrypts through S3 alone, with the collector's key by its alias and with those that are given", () => {
    const given = ['arn:aws:kms:eu-west-1:222222222222:key/1'];
    const [own, others] = withKeys({ collectorCreatesKey: true, given }).filter(
      ({ Action }) => Action === 'kms:Decrypt',
    );

    expect(own).toMatchObject({
      Resource: 'arn:aws:kms:eu-west-1:222222222222:key/*',
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/s3inventory-reports' },
      },
    });
    expect(others).toMatchObject({
      Resource: given,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    });
  });
});

describe('the way of an event', () => {
  it('starts at the destination bucket of the account, and nowhere else', () => {
    expect(reportsTopicPolicy(place).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'SNS:Publish',
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::s3inventory-eu-west-1-222222222222' },
          StringEquals: { 'aws:SourceAccount': '222222222222' },
        },
      }),
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
  });

  it('reaches the queue through the topic alone', () => {
    const [allowed, refused] = registerQueuePolicy(place).Statement;

    expect(allowed).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:222222222222:s3inventory-reports' } },
    });
    expect(refused).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });
});
