import { destinationBucketPolicy, MAX_BUCKET_POLICY_BYTES, tlsOnlyBucketPolicy } from '../../../core/policies/delivery';
import { policyBytes, type PolicyDocument } from '../../../core/policies/document';

const delivery = {
  bucket: 's3inventory-eu-west-1-222222222222',
  region: 'eu-west-1',
  organization: 'o-a1b2c3d4e5',
  accounts: ['333333333333', '444444444444'],
  allowedAccounts: [],
  destinationPrefix: 'inventory',
};
const sids = ({ Statement }: PolicyDocument) => Statement.map(({ Sid }) => Sid);
const accountIds = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));

describe('the policy of a destination bucket', () => {
  it('lets S3 deliver for each allowed account outside, into the folder of that account alone', () => {
    const policy = destinationBucketPolicy({ ...delivery, allowedAccounts: ['777777777777'] });

    expect(sids(policy)).toContain('DeliverForAllowed777777777777');
    expect(policy.Statement.find(({ Sid }) => Sid === 'DeliverForAllowed777777777777')).toMatchObject({
      Resource: 'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/777777777777/*',
      Condition: { StringEquals: { 'aws:SourceAccount': '777777777777' } },
    });
  });

  it('keeps the allowed accounts where the list of members is left out for want of room', () => {
    const policy = destinationBucketPolicy({
      ...delivery,
      accounts: accountIds(2000),
      allowedAccounts: accountIds(20),
    });

    expect(sids(policy)).toContain('DeliverForAllowed100000000019');
    expect(sids(policy)).not.toContain('DeliverForAccounts');
    expect(policyBytes(policy)).toBeLessThanOrEqual(MAX_BUCKET_POLICY_BYTES);
  });

  it('lets S3 deliver for the organization, and for each account by its id: either suffices', () => {
    const [byOrganization, byAccount] = destinationBucketPolicy(delivery).Statement;
    const common = {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::s3inventory-eu-west-1-222222222222/inventory/*',
    };

    expect(byOrganization).toEqual({
      ...common,
      Sid: 'DeliverForOrganization',
      Condition: {
        StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5', 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' },
      },
    });
    expect(byAccount).toEqual({
      ...common,
      Sid: 'DeliverForAccounts',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': ['333333333333', '444444444444'],
          's3:x-amz-acl': 'bucket-owner-full-control',
        },
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' },
      },
    });
  });

  it('refuses plain HTTP only where a call says that it is plain HTTP', () => {
    const refusal = destinationBucketPolicy(delivery).Statement.at(-1);

    expect(refusal).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  it('drops the list of accounts before the policy outgrows what S3 takes', () => {
    const policy = destinationBucketPolicy({ ...delivery, accounts: accountIds(2000) });

    expect(sids(policy)).toEqual(['DeliverForOrganization', 'RefusePlainHttp']);
    expect(policyBytes(policy)).toBeLessThanOrEqual(MAX_BUCKET_POLICY_BYTES);
  });

  it('keeps the list of accounts up to the last one that fits', () => {
    const withList = (count: number) => destinationBucketPolicy({ ...delivery, accounts: accountIds(count) });
    const fitting = Array.from({ length: 2000 }, (_, count) => count + 1).filter(
      (count) => sids(withList(count)).length === 3,
    );
    const most = fitting.at(-1) ?? 0;

    expect(fitting).toHaveLength(most);
    expect(most).toBeGreaterThan(1000);
    expect(policyBytes(withList(most))).toBeLessThanOrEqual(MAX_BUCKET_POLICY_BYTES);
    // One more account takes 15 bytes: twelve digits, two quotes and a comma.
    expect(policyBytes(withList(most)) + 15).toBeGreaterThan(MAX_BUCKET_POLICY_BYTES);
  });

  it('names no account where there is none', () => {
    expect(sids(destinationBucketPolicy({ ...delivery, accounts: [] }))).toEqual([
      'DeliverForOrganization',
      'RefusePlainHttp',
    ]);
  });

  it("speaks the Region's own ARN partition", () => {
    expect(JSON.stringify(destinationBucketPolicy({ ...delivery, region: 'cn-north-1' }))).not.toContain('arn:aws:');
    expect(JSON.stringify(tlsOnlyBucketPolicy('results', 'us-gov-west-1'))).not.toContain('arn:aws:');
  });
});
