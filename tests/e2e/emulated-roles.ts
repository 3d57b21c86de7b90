import { z } from 'zod';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientOptions } from '../../adapters/aws/client-options';
import { TEST_CREDENTIALS } from '../../sandbox/environment';
import { unsignedCall } from '../../sandbox/unsigned-call';

/** A role in IAM. */
export interface EmulatedRole {
  readonly description: string | undefined;
  readonly trust: unknown;
  readonly boundary: string | undefined;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, unknown>>;
}

/** Calls IAM in any account of an emulator, which the project has no client for. */
export function emulatedIam(endpoint: string) {
  const call = async (account: string, Action: string, parameters: Readonly<Record<string, string>>) => {
    const accessKeyId = await accessKeyOf(endpoint, account);
    const body = new URLSearchParams({ Action, Version: '2010-05-08', ...parameters });
    const response = await unsignedCall(endpoint, { service: 'iam', region: 'us-east-1', accessKeyId }, body);
    return response.text();
  };
  return {
    /** Reads a role; `undefined` where there is none of that name. */
    role: async (account: string, RoleName: string): Promise<EmulatedRole | undefined> => {
      const answer = await call(account, 'GetRole', { RoleName });
      if (answer.includes('NoSuchEntity')) return undefined;
      const names = all(await call(account, 'ListRolePolicies', { RoleName }), 'member');
      const policies = names.map(async (PolicyName) => {
        const policy = await call(account, 'GetRolePolicy', { RoleName, PolicyName });
        return [PolicyName, document(policy, 'PolicyDocument')] as const;
      });
      return {
        description: all(answer, 'Description')[0],
        trust: document(answer, 'AssumeRolePolicyDocument'),
        boundary: all(answer, 'PermissionsBoundaryArn')[0],
        policies: Object.fromEntries(await Promise.all(policies)),
      };
    },
    /** Creates a user with one policy; returns its access key. */
    user: async (account: string, UserName: string, policy: unknown) => {
      await call(account, 'CreateUser', { UserName });
      await call(account, 'PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: JSON.stringify(policy) });
      const answer = await call(account, 'CreateAccessKey', { UserName });
      return {
        accessKeyId: z.string().parse(all(answer, 'AccessKeyId')[0]),
        secretAccessKey: z.string().parse(all(answer, 'SecretAccessKey')[0]),
      };
    },
  };
}

/** Switches enforcement of IAM policies in the emulator on or off. While it is on, unsigned calls are refused. */
export const enforcePolicies = (endpoint: string, enforced: boolean) =>
  fetch(`${endpoint}/moto-api/reset-auth`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: enforced ? '0' : 'inf',
  });

async function accessKeyOf(endpoint: string, account: string): Promise<string> {
  const sts = new STSClient(clientOptions({ region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS }));
  const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  return z.string().parse(Credentials?.AccessKeyId);
}

const all = (xml: string, tag: string) =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text = '']) => text);

const document = (xml: string, tag: string): unknown => JSON.parse(decodeURIComponent(all(xml, tag)[0] ?? 'null'));
