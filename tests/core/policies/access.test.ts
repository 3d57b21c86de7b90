import { readingSessionPolicy, sourceRolePolicy, sourceRoleTrustPolicy } from '../../../core/policies/access';

const trust = { destinationAccount: '222222222222', region: 'eu-west-1', trustedPrincipals: [] };

describe('the trust policy of the role in a source account', () => {
  it('trusts the destination account as a whole where nobody is named', () => {
    expect(sourceRoleTrustPolicy(trust).Statement).toEqual([
      {
        Sid: 'AssumedByDestinationAccount',
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::222222222222:root'] },
        Action: 'sts:AssumeRole',
      },
    ]);
  });

  it('trusts only who is named, in a way that outlives the role that is named', () => {
    const trustedPrincipals = ['arn:aws:iam::222222222222:role/deploy', 'arn:aws:iam::222222222222:user/ann'];

    expect(sourceRoleTrustPolicy({ ...trust, trustedPrincipals }).Statement).toEqual([
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::222222222222:root'] },
        Condition: { ArnLike: { 'aws:PrincipalArn': trustedPrincipals } },
      }),
    ]);
  });

  it('trusts the account of a principal that lives elsewhere', () => {
    const trustedPrincipals = ['arn:aws:iam::555555555555:role/deploy'];

    expect(sourceRoleTrustPolicy({ ...trust, trustedPrincipals }).Statement[0]?.Principal).toEqual({
      AWS: ['arn:aws:iam::555555555555:root'],
    });
  });

  it('asks for the external id as well as for the principal', () => {
    const trustedPrincipals = ['arn:aws:iam::222222222222:role/deploy'];

    expect(
      sourceRoleTrustPolicy({ ...trust, trustedPrincipals, externalId: 'secret-7' }).Statement[0]?.Condition,
    ).toEqual({
      StringEquals: { 'sts:ExternalId': 'secret-7' },
      ArnLike: { 'aws:PrincipalArn': trustedPrincipals },
    });
  });
});

describe('the trust policy with session tags', () => {
  const sessionTags = { Purpose: 's3-inventory', Team: 'storage' };
  const Principal = { AWS: ['arn:aws:iam::222222222222:root'] };

  it('asks for each tag with its value, and for no other tag', () => {
    expect(sourceRoleTrustPolicy({ ...trust, sessionTags }).Statement).toEqual([
      {
        Sid: 'AssumedByDestinationAccount',
        Effect: 'Allow',
        Principal,
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:RequestTag/Purpose': 's3-inventory', 'aws:RequestTag/Team': 'storage' } },
      },
      {
        Sid: 'TaggedByDestinationAccount',
        Effect: 'Allow',
        Principal,
        Action: 'sts:TagSession',
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Purpose', 'Team'] } },
      },
    ]);
  });

  it('lets those who are named tag a session, and asks for the external id where AWS knows it', () => {
    const trustedPrincipals = ['arn:aws:iam::222222222222:role/deploy'];
    const { Statement } = sourceRoleTrustPolicy({ ...trust, trustedPrincipals, externalId: 'secret-7', sessionTags });

    expect(Statement.map(({ Condition }) => Condition)).toMatchObject([
      { StringEquals: { 'sts:ExternalId': 'secret-7' }, ArnLike: { 'aws:PrincipalArn': trustedPrincipals } },
      { ArnLike: { 'aws:PrincipalArn': trustedPrincipals } },
    ]);
    expect(Statement[1]?.Condition).not.toHaveProperty('StringEquals');
  });
});

describe('the policy of the role in a source account', () => {
  it('finds buckets, reads their tags and keeps inventory configurations, and nothing else', () => {
    const statements = sourceRolePolicy('eu-west-1').Statement;

    expect(statements.flatMap(({ Action, Resource }) => [Action].flat().map((action) => [action, Resource]))).toEqual([
      ['s3:ListAllMyBuckets', '*'],
      ['s3express:ListAllMyDirectoryBuckets', '*'],
      ['s3:GetBucketLocation', 'arn:aws:s3:::*'],
      ['s3:GetBucketTagging', 'arn:aws:s3:::*'],
      ['s3:GetInventoryConfiguration', 'arn:aws:s3:::*'],
      ['s3:PutInventoryConfiguration', 'arn:aws:s3:::*'],
    ]);
  });
});

describe('the policy of a session that only reads', () => {
  const policy = readingSessionPolicy('eu-west-1');

  it('allows what the role may do, but for configuring inventory', () => {
    const ofRole = sourceRolePolicy('eu-west-1').Statement.filter(({ Sid }) => Sid !== 'ConfigureInventory');

    expect(policy).not.toContain('Put');
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: ofRole.map(({ Effect, Action, Resource }) => ({ Effect, Action, Resource })),
    });
  });

  it('leaves most of what STS takes to the tags of the session', () => {
    const longest = readingSessionPolicy('us-gov-west-1');

    expect(longest).toContain('arn:aws-us-gov:s3:::*');
    expect(longest.length).toBeLessThan(2048 / 4);
  });
});
