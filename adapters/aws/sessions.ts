import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { roleArn } from '../../core/names/names';
import { tooMuchForSession } from '../../core/refusals/read-failure';
import { awsCall } from './aws-call';
import { clientOptions } from './client-options';

/** The role of an account, and the session to open with it. */
export interface AccountSession {
  /** 12 digits. */
  readonly account: string;
  /** May hold a path: `team/Reader`. */
  readonly roleName: string;
  readonly externalId?: string | undefined;
  /** Tags of the session. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** A policy as JSON that limits the session: it may do what both this policy and the role's own allow. Default: no limit. */
  readonly policy?: string | undefined;
  /** The Region whose STS endpoint is called. */
  readonly region: string;
  /** An emulator's address. */
  readonly endpoint?: string | undefined;
  /** A client that many accounts share; default: a new one. */
  readonly sts?: STSClient;
}

/** The session's name in CloudTrail and in AWS's error messages. */
const SESSION_NAME = 'orgs3';
/** Time before the end at which credentials are renewed: the SDK asks for new ones in the last 5 minutes. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/**
 * Makes a provider of credentials of a role in another account, for any number of clients: one AssumeRole serves them all
 * until its hour is nearly over.
 *
 * @returns a provider that rejects with an AwsCallError of operation `AssumeRole`
 */
export function accountCredentials(session: AccountSession): AwsCredentialIdentityProvider {
  const sts = session.sts ?? stsClient(session);
  let current: Promise<AwsCredentialIdentity> | undefined;
  const renew = () => {
    const next = assumeRole(sts, session);
    current = next;
    next.catch(() => {
      if (current === next) current = undefined;
    });
    return next;
  };
  return async () => {
    const credentials = await (current ?? renew());
    return endsSoon(credentials) ? renew() : credentials;
  };
}

/** A client of the Region's own STS endpoint, with the caller's credentials. */
export const stsClient = ({ region, endpoint }: { readonly region: string; readonly endpoint?: string | undefined }) =>
  new STSClient(clientOptions({ region, endpoint }));

async function assumeRole(sts: STSClient, session: AccountSession): Promise<AwsCredentialIdentity> {
  const { account, roleName, externalId, sessionTags = {}, policy, region } = session;
  const Tags = Object.entries(sessionTags).map(([Key, Value]) => ({ Key, Value }));
  const RoleArn = roleArn(account, roleName, region);
  const command = new AssumeRoleCommand({
    RoleArn,
    RoleSessionName: SESSION_NAME,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(Tags.length === 0 ? {} : { Tags }),
    ...(policy === undefined ? {} : { Policy: policy }),
  });
  const call = {
    operation: 'AssumeRole',
    target: { account, resource: RoleArn },
    next: (code: string) => tooMuchForSession(code) ?? askForRole(Tags.length > 0),
  };
  return awsCall(call, async () => {
    const { Credentials } = await sts.send(command);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined) throw new Error('the answer holds no credentials');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  });
}

const askForRole = (tagged: boolean) =>
  `Make sure that the role exists and trusts your credentials, and that these allow sts:AssumeRole${tagged ? ' and sts:TagSession' : ''} on it.`;

const endsSoon = ({ expiration }: AwsCredentialIdentity): boolean =>
  expiration !== undefined && expiration.getTime() - Date.now() < RENEW_BEFORE_MS;
