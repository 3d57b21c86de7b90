import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { accountCredentials, stsClient } from '../../../adapters/aws/sessions';

const sts = mockClient(STSClient);
const session = { account: '012345678901', roleName: 'OrgS3role', region: 'eu-west-1' };
const HOUR = 60 * 60 * 1000;

const credentials = (id: string, milliseconds = HOUR) => ({
  Credentials: {
    AccessKeyId: id,
    SecretAccessKey: 'secret',
    SessionToken: 'token',
    Expiration: new Date(Date.now() + milliseconds),
  },
});

beforeEach(() => {
  sts.reset();
});

describe('accountCredentials', () => {
  it('assumes the role of the account, as session orgs3, with the external id', async () => {
    sts.on(AssumeRoleCommand).resolves(credentials('KEY'));

    const found = await accountCredentials({ ...session, externalId: 'shared-word' })();

    expect(found).toMatchObject({ accessKeyId: 'KEY', secretAccessKey: 'secret', sessionToken: 'token' });
    expect(sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input)).toEqual([
      { RoleArn: 'arn:aws:iam::012345678901:role/OrgS3role', RoleSessionName: 'orgs3', ExternalId: 'shared-word' },
    ]);
  });

  it('sends no external id where there is none, and keeps the path of a role', async () => {
    sts.on(AssumeRoleCommand).resolves(credentials('KEY'));

    await accountCredentials({ ...session, region: 'us-gov-west-1', roleName: 'team/Reader' })();

    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toEqual({
      RoleArn: 'arn:aws-us-gov:iam::012345678901:role/team/Reader',
      RoleSessionName: 'orgs3',
    });
  });

  it('passes the session tags', async () => {
    sts.on(AssumeRoleCommand).resolves(credentials('KEY'));

    await accountCredentials({ ...session, sessionTags: { Purpose: 's3-inventory', Team: '' } })();

    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.Tags).toEqual([
      { Key: 'Purpose', Value: 's3-inventory' },
      { Key: 'Team', Value: '' },
    ]);
  });

  it('passes the policy that narrows the session', async () => {
    sts.on(AssumeRoleCommand).resolves(credentials('KEY'));

    await accountCredentials({ ...session, policy: '{"Version":"2012-10-17"}' })();

    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.Policy).toBe('{"Version":"2012-10-17"}');
  });

  it('says to take fewer tags where they and the policy are too much for STS', async () => {
    sts.on(AssumeRoleCommand).rejects(Object.assign(new Error('121%'), { name: 'PackedPolicyTooLargeException' }));

    await expect(accountCredentials({ ...session, sessionTags: { Purpose: 'x' } })()).rejects.toMatchObject({
      next: expect.stringContaining('fewer or shorter access.sessionTags') as string,
    });
  });

  it('names sts:TagSession too where a session with tags is refused', async () => {
    sts.on(AssumeRoleCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(accountCredentials({ ...session, sessionTags: { Purpose: 'x' } })()).rejects.toMatchObject({
      next: expect.stringContaining('sts:AssumeRole and sts:TagSession') as string,
    });
  });

  it('assumes the role once for many callers', async () => {
    sts.on(AssumeRoleCommand).resolves(credentials('KEY'));
    const provide = accountCredentials(session);

    await Promise.all([provide(), provide()]);
    await provide();

    expect(sts.commandCalls(AssumeRoleCommand)).toHaveLength(1);
  });

  it('assumes the role again when the credentials are about to end', async () => {
    sts
      .on(AssumeRoleCommand)
      .resolvesOnce(credentials('FIRST', 4 * 60 * 1000))
      .resolves(credentials('SECOND'));
    const provide = accountCredentials(session);
    await provide();

    expect((await provide()).accessKeyId).toBe('SECOND');
  });

  it('tells account, role and AWS’s answer where the role cannot be assumed, and tries again when asked again', async () => {
    const denied = Object.assign(new Error('not authorized to perform: sts:AssumeRole'), { name: 'AccessDenied' });
    sts.on(AssumeRoleCommand).rejectsOnce(denied).resolves(credentials('KEY'));
    const provide = accountCredentials(session);

    await expect(provide()).rejects.toMatchObject({
      name: 'AwsCallError',
      operation: 'AssumeRole',
      code: 'AccessDenied',
      message: expect.stringContaining('arn:aws:iam::012345678901:role/OrgS3role in account 012345678901') as string,
    });
    expect((await provide()).accessKeyId).toBe('KEY');
  });
});

describe('stsClient', () => {
  /** Sends a request as far as the network, and looks where it would go. */
  async function expectHost(client: STSClient, hostname: string): Promise<void> {
    sts.restore();
    const handle = jest.spyOn(client.config.requestHandler, 'handle').mockRejectedValue(new Error('not sent'));
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toThrow('not sent');
    expect(handle).toHaveBeenCalledWith(expect.objectContaining({ hostname }), expect.anything());
  }
  beforeAll(() => {
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  });

  it('asks the Region’s own endpoint', async () => {
    await expectHost(stsClient({ region: 'eu-west-1' }), 'sts.eu-west-1.amazonaws.com');
  });

  it('goes to the emulator where there is one', async () => {
    await expectHost(stsClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:5600' }), '127.0.0.1');
  });
});
