import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { roleArn } from '../../core/names/names';
import { tooMuchForSession } from '../../core/refusals/read-failure';
import { awsCallError, clientOptions } from './aws';

/** Whose role to assume, and how. */
export interface AccountSession {
  /** 12 digits. */
  readonly account: string;
  /** May hold a path: `team/Reader`. */
  readonly roleName: string;
  readonly externalId?: string | undefined;
  /** Tags of the session. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** A policy as JSON: the session may do what both it and the role's own policies allow. Without one, all that the role may. */
  readonly policy?: string | undefined;
  /** The Region whose STS endpoint is asked. */
  readonly region: string;
  /** An emulator's address. */
  readonly endpoint?: string | undefined;
  /** A client to share among many accounts; without it, the session makes its own. */
  readonly sts?: STSClient;
}

/** The session's name in CloudTrail and in AWS's error messages. */
const SESSION_NAME = 'orgs3';
/** The SDK asks for new credentials in their last 5 minutes. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/**
 * Credentials of a role in another account, for any number of clients: one AssumeRole serves them all until its hour is
 * nearly over.
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
  const fail = (error: unknown) =>
    awsCallError('AssumeRole', { account, resource: RoleArn }, error, nextAfter(error, Tags.length > 0));
  const answer = await sts
    .send(
      new AssumeRoleCommand({
        RoleArn,
        RoleSessionName: SESSION_NAME,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
        ...(Tags.length === 0 ? {} : { Tags }),
        ...(policy === undefined ? {} : { Policy: policy }),
      }),
    )
    .catch((error: unknown) => {
      throw fail(error);
    });
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined)
    throw fail(new Error('the answer holds no credentials'));
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}

const nextAfter = (error: unknown, tagged: boolean) =>
  (error instanceof Error ? tooMuchForSession(error.name) : undefined) ?? askForRole(tagged);

const askForRole = (tagged: boolean) =>
  `The role must exist and trust your credentials, and these must allow sts:AssumeRole${tagged ? ' and sts:TagSession' : ''} on it.`;

const endsSoon = ({ expiration }: AwsCredentialIdentity): boolean =>
  expiration !== undefined && expiration.getTime() - Date.now() < RENEW_BEFORE_MS;
