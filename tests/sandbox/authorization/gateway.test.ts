import { createServer, type Server } from 'node:http';
import { readingSessionPolicy, sourceRoleTrustPolicy } from '../../../core/policies/access';
import { type Gateway, startGateway } from '../../../sandbox/authorization/gateway';
import { EVERYTHING, Identities, readPolicy } from '../../../sandbox/authorization/identities';
import { HOST } from '../../../sandbox/ports';

const ACCOUNT = '222222222222';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const user = (name: string) => {
  const arn = `arn:aws:iam::${ACCOUNT}:user/${name}`;
  return { name, account: ACCOUNT, principal: arn, identityArn: arn };
};
const allow = (action: string | string[], resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Allowed', Effect: 'Allow', Action: action, Resource: resource }],
  });
const trust = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Trusted', Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

describe('the gateway before the emulator', () => {
  let emulator: Server;
  let arrived: string[];
  let gateway: Gateway;

  beforeEach(async () => {
    arrived = [];
    emulator = createServer((request, response) => {
      arrived.push(`${request.method} ${request.url}`);
      response.end('<AccessKeyId>SESSION</AccessKeyId>');
    });
    await new Promise<void>((resolve) => emulator.listen(0, HOST, resolve));
    const address = emulator.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const identities = new Identities();
    identities.addKey('admin', { ...user('admin'), policies: [EVERYTHING] });
    identities.addKey('person', {
      ...user('person'),
      policies: [readPolicy(allow('s3:GetObject', 'arn:aws:s3:::b/a'))],
    });
    identities.addKey('deployer', { ...user('deployer'), policies: [] });
    identities.addKey('lambda', { ...user('Lambda'), principal: 'lambda.amazonaws.com', policies: [] });
    const place = { managementAccount: '111111111111', organization: 'o-a1b2c3d4e5' };
    gateway = await startGateway({ target: `http://${HOST}:${port}`, identities, ...place });
  });

  afterEach(async () => {
    await gateway.stop();
    emulator.closeAllConnections();
    await new Promise((resolve) => emulator.close(resolve));
  });

  const signed = (key: string, service: string) =>
    `AWS4-HMAC-SHA256 Credential=${key}/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const get = (key: string, path: string) => s3(key, 'GET', path);
  const s3 = (key: string, method: string, path: string) =>
    fetch(`${gateway.endpoint}${path}`, { method, headers: { authorization: signed(key, 's3') } });
  const form = (key: string, service: string, parameters: Readonly<Record<string, string>>) =>
    fetch(gateway.endpoint, {
      method: 'POST',
      headers: { authorization: signed(key, service) },
      body: new URLSearchParams(parameters),
    });
  const makeRole = async (principal: object, policy: string) => {
    const RoleName = 'reader';
    await trustedRole(trust(principal));
    await form('admin', 'iam', { Action: 'PutRolePolicy', RoleName, PolicyName: 'p', PolicyDocument: policy });
  };
  const trustedRole = (AssumeRolePolicyDocument: string) =>
    form('admin', 'iam', { Action: 'CreateRole', RoleName: 'reader', AssumeRolePolicyDocument });
  const assume = (key: string, more: Readonly<Record<string, string>> = {}) =>
    form(key, 'sts', { Action: 'AssumeRole', RoleArn: ROLE, RoleSessionName: 'session', ...more });

  it('passes a call that a policy allows, and refuses another as S3 does', async () => {
    expect((await get('person', '/b/a')).status).toBe(200);
    const refused = await get('person', '/b/other');

    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain(
      'is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/other because',
    );
    expect(arrived).toEqual(['GET /b/a']);
  });

  it('refuses calls with an unknown access key', async () => {
    expect((await get('somebody', '/b/a')).status).toBe(403);
    expect(arrived).toEqual([]);
  });

  it('applies the policies of a role as IAM has them, until they are removed', async () => {
    await makeRole({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow('s3:GetObject', 'arn:aws:s3:::b/*'));
    expect((await assume('admin')).status).toBe(200);
    expect((await get('SESSION', '/b/x')).status).toBe(200);
    expect((await get('SESSION', '/other/x')).status).toBe(403);

    await form('admin', 'iam', { Action: 'DeleteRolePolicy', RoleName: 'reader', PolicyName: 'p' });
    expect((await get('SESSION', '/b/x')).status).toBe(403);
  });

  it('lets a session do only what both its role and its own policy allow', async () => {
    const policy = allow(['s3:GetInventoryConfiguration', 's3:PutInventoryConfiguration'], 'arn:aws:s3:::*');
    await makeRole({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, policy);
    await assume('admin');
    expect((await s3('SESSION', 'PUT', '/b?inventory&id=i')).status).toBe(200);

    await assume('admin', { Policy: readingSessionPolicy('eu-west-1') });

    expect((await get('SESSION', '/b?inventory')).status).toBe(200);
    const narrowed = await s3('SESSION', 'PUT', '/b?inventory&id=i');
    expect(narrowed.status).toBe(403);
    expect(await narrowed.text()).toContain(
      'perform: s3:PutInventoryConfiguration on resource: arn:aws:s3:::b because no session policy allows',
    );
    const lacking = await get('SESSION', '/b?tagging');
    expect(lacking.status).toBe(403);
    expect(await lacking.text()).toContain('because no identity-based policy allows the s3:GetBucketTagging action');
  });

  it('lets only trusted callers assume a role', async () => {
    await makeRole({ Service: 'lambda.amazonaws.com' }, allow('s3:GetObject', 'arn:aws:s3:::b/*'));

    expect((await assume('lambda')).status).toBe(200);
    expect((await assume('admin')).status).toBe(403);
    expect((await form('admin', 'sts', { Action: 'AssumeRole', RoleArn: `${ROLE}s` })).status).toBe(403);
  });

  describe('with a role whose trust policy requires session tags', () => {
    const tagged = (tags: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(tags).flatMap(([key, value], index) => [
          [`Tags.member.${index + 1}.Key`, key],
          [`Tags.member.${index + 1}.Value`, value],
        ]),
      );
    const TAGS = { Purpose: 's3-inventory', Team: 'storage' };
    const place = { destinationAccount: ACCOUNT, region: 'eu-west-1', trustedPrincipals: [] };
    const begin = async (tags: Readonly<Record<string, string>>) => {
      const answer = await assume('deployer', { ExternalId: 'word', ...tagged(tags) });
      return answer.ok ? 'begun' : /perform: (\S+) on resource/.exec(await answer.text())?.[1];
    };
    beforeEach(async () => {
      gateway.givePolicy('deployer', allow(['sts:AssumeRole', 'sts:TagSession'], ROLE));
      await trustedRole(JSON.stringify(sourceRoleTrustPolicy({ ...place, externalId: 'word', sessionTags: TAGS })));
    });

    it('opens a session with these tags for a caller who may tag sessions', async () => {
      expect(await begin(TAGS)).toBe('begun');
      gateway.withhold('deployer', new Set(['sts:TagSession']));
      expect(await begin(TAGS)).toBe('sts:TagSession');
    });

    it.each<[string, string, Readonly<Record<string, string>>]>([
      ['no tag', 'sts:AssumeRole', {}],
      ['a tag too few', 'sts:AssumeRole', { Team: 'storage' }],
      ['a tag of another value', 'sts:AssumeRole', { ...TAGS, Team: 'backups' }],
      ['a tag too many', 'sts:TagSession', { ...TAGS, Admin: 'yes' }],
    ])('refuses a session with %s: %s', async (_, action, tags) => {
      expect(await begin(tags)).toBe(action);
    });

    it('refuses every session with tags if the trust policy does not allow tags', async () => {
      await trustedRole(JSON.stringify(sourceRoleTrustPolicy(place)));

      expect(await begin({})).toBe('begun');
      expect(await begin(TAGS)).toBe('sts:TagSession');
    });
  });

  it('refuses what the bucket policy denies, even if the caller has the permission', async () => {
    const deny = allow('s3:GetObject', 'arn:aws:s3:::b/*').replace('"Allow"', '"Deny","Principal":"*"');
    await fetch(`${gateway.endpoint}/b?policy`, {
      method: 'PUT',
      headers: { authorization: signed('admin', 's3') },
      body: deny,
    });

    expect((await get('person', '/b/a')).status).toBe(403);
  });

  it('refuses a call to a JSON service in JSON, with the error code of AWS', async () => {
    const refused = await fetch(gateway.endpoint, {
      method: 'POST',
      headers: { authorization: signed('person', 'glue'), 'x-amz-target': 'AWSGlue.GetDatabase' },
      body: JSON.stringify({ Name: 'd' }),
    });

    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      __type: 'AccessDeniedException',
      message: expect.stringContaining('perform: glue:GetDatabase') as string,
    });
  });

  it('withholds an action until it is given back, and records uses and refusals', async () => {
    gateway.withhold('person', new Set(['s3:GetObject']));
    expect((await get('person', '/b/a')).status).toBe(403);
    gateway.giveBack();
    expect((await get('person', '/b/a')).status).toBe(200);

    expect(gateway.uses()).toEqual([{ who: 'person', action: 's3:GetObject', allowed: 1, refused: 1 }]);
    expect(gateway.granted()).toEqual(new Map([['person', ['s3:GetObject']]]));
  });

  it('refuses a call that it does not understand with a message, instead of failing', async () => {
    const refused = await form('admin', 'sns', { Action: 'NoSuchThing', TopicArn: 'arn:aws:sns:eu-west-1:1:t' });

    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('not known to the gateway');
  });
});
