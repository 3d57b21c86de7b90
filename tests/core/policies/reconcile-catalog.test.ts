import { reconcileRolePolicy } from '../../../core/policies/reconcile-catalog';

const place = { account: '222222222222', region: 'eu-west-1' };
const given = ['arn:aws:kms:eu-west-1:222222222222:key/1'];

describe('the role of reconcile-catalog', () => {
  const statements = reconcileRolePolicy(place, 'inventory', { collectorCreatesKey: true, given }).Statement;
  const resources = (...actions: string[]) =>
    statements.filter(({ Action }) => [Action].flat().some((each) => actions.includes(each)));

  it('allows exactly what the function calls, and to delete no object', () => {
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      's3:ListBucket',
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
      's3:ListBucket',
      's3:GetObject',
      's3:PutObject',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'kms:Decrypt',
      'kms:Decrypt',
    ]);
  });

  it('writes one object, in the results bucket, and reads manifests and checksums alone', () => {
    expect(resources('s3:PutObject').map(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::s3inventory-results-eu-west-1-222222222222/reconcile-catalog.json',
    ]);
    expect(resources('s3:GetObject').flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/*/manifest.json',
      'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/*/manifest.checksum',
      'arn:aws:s3:::s3inventory-results-eu-west-1-222222222222/reconcile-catalog.json',
    ]);
  });

  it('lists the destination bucket, and of the results bucket its own object alone', () => {
    expect(resources('s3:ListBucket').map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      ['arn:aws:s3:::s3inventory-eu-west-1-222222222222', undefined],
      [
        'arn:aws:s3:::s3inventory-results-eu-west-1-222222222222',
        { StringEquals: { 's3:prefix': 'reconcile-catalog.json' } },
      ],
    ]);
  });

  it('drops partitions of the tables of its own database alone', () => {
    expect(resources('glue:BatchDeletePartition').map(({ Resource }) => Resource)).toEqual([
      [
        'arn:aws:glue:eu-west-1:222222222222:catalog',
        'arn:aws:glue:eu-west-1:222222222222:database/s3_inventory',
        'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/inventory',
        'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/inventory_*',
        'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/current_objects',
        'arn:aws:glue:eu-west-1:222222222222:table/s3_inventory/reports',
      ],
    ]);
  });
});
