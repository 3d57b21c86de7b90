import { policyBytes, type PolicyStatement } from '../../../core/policies/document';
import { MAX_KEY_POLICY_BYTES, reportKeyPolicy } from '../../../core/policies/kms-key';

const place = { account: '222222222222', region: 'eu-west-1' };
const accountIds = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
const policyFor = (accounts: readonly string[], region = place.region) =>
  reportKeyPolicy({ place: { ...place, region }, organization: 'o-a1b2c3d4e5', accounts, allowedAccounts: [] });
const forService = ({ Principal }: PolicyStatement) => JSON.stringify(Principal).includes('Service');

describe("the policy of a Region's key", () => {
  it('lets S3 encrypt for this organization and its accounts only, on behalf of buckets', () => {
    const statements = policyFor(['333333333333']).Statement.filter(forService);

    expect(statements.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
      {
        Action: 'kms:GenerateDataKey',
        Condition: {
          StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' },
        },
      },
      {
        Action: 'kms:GenerateDataKey',
        Condition: {
          StringEquals: { 'aws:SourceAccount': ['333333333333'] },
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' },
        },
      },
    ]);
  });

  it('lets the destination account decrypt through S3 and in no other way', () => {
    const decrypting = policyFor([]).Statement.filter(({ Action }) => [Action].flat().includes('kms:Decrypt'));

    expect(decrypting).toEqual([
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::222222222222:root'] },
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
    ]);
  });

  it('leaves the account able to change the policy again', () => {
    const administration = policyFor([]).Statement.find(({ Action }) => [Action].flat().includes('kms:PutKeyPolicy'));

    expect(administration).toMatchObject({ Principal: { AWS: ['arn:aws:iam::222222222222:root'] } });
    expect(administration?.Condition).toBeUndefined();
  });

  it('names accounts while they fit, and the organization alone beyond that', () => {
    const fitting = policyFor(accountIds(1500));
    const tooMany = policyFor(accountIds(3000));

    expect(fitting.Statement.filter(forService)).toHaveLength(2);
    expect(policyBytes(fitting)).toBeLessThanOrEqual(MAX_KEY_POLICY_BYTES);
    expect(tooMany.Statement.filter(forService)).toHaveLength(1);
  });

  it('speaks of buckets and services in the partition of its Region', () => {
    const text = JSON.stringify(policyFor([], 'cn-north-1'));

    expect(text).toContain('arn:aws-cn:s3:::*');
    expect(text).toContain('s3.cn-north-1.amazonaws.com.cn');
  });
});
