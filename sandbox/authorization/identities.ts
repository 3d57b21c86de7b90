import { z } from 'zod';
import { type AwsCall } from './aws-call';
import { parameter } from './permission';

const policySchema = z.looseObject({
  Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) })),
});

/** A policy, parsed from JSON. */
export type PolicyJson = z.output<typeof policySchema>;

/** The caller of an operation. */
export interface Caller {
  /** The name of the role or user; the ledger shows it. */
  readonly name: string;
  /**
   * The principal as policies know it: `arn:aws:sts::…:assumed-role/…`, `arn:aws:iam::…:user/…` or
   * `lambda.amazonaws.com`.
   */
  readonly principal: string;
  /** 12 digits. */
  readonly account: string;
  /** The ARN of the role behind a session, or of the user. */
  readonly identityArn: string;
  readonly policies: readonly PolicyJson[];
  /** The session policy. A session may do only what both this and the role's policies allow. */
  readonly sessionPolicy?: PolicyJson | undefined;
}

/** The parameters of a session that STS opened. */
interface Session {
  readonly roleArn: string;
  readonly name: string;
  readonly policy: PolicyJson | undefined;
}

interface Role {
  trust: PolicyJson;
  readonly inline: Map<string, PolicyJson>;
}

/** A policy that allows everything, for callers that are no part of this project. */
export const EVERYTHING = policySchema.parse({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** The default policy of a KMS key: it leaves the decision to the policies of its account. */
const ownKeyPolicy = (account: string): PolicyJson =>
  policySchema.parse({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  });

/**
 * Parses a policy.
 *
 * @throws ZodError where the JSON is not a policy
 */
export const readPolicy = (json: string): PolicyJson => policySchema.parse(JSON.parse(json));

/** All callers, roles, sessions and bucket policies. It learns them from successful calls to IAM, STS and S3. */
export class Identities {
  private readonly keys = new Map<string, Caller>();
  private readonly roles = new Map<string, Role>();
  private readonly actions = new Map<string, Set<string>>();
  private readonly sessions = new Map<string, Session>();
  private readonly bucketPolicies = new Map<string, PolicyJson>();
  private readonly keyPolicies = new Map<string, PolicyJson>();

  /** Adds a caller who signs with an access key. */
  addKey(accessKeyId: string, caller: Caller): void {
    this.keys.set(accessKeyId, caller);
    for (const policy of caller.policies) this.grant(caller.name, policy);
  }

  /** Replaces the policy of an access key. `json` is the policy. */
  givePolicy(accessKeyId: string, json: string): void {
    const caller = this.keys.get(accessKeyId);
    if (caller !== undefined) this.addKey(accessKeyId, { ...caller, policies: [readPolicy(json)] });
  }

  /**
   * Lists the actions that policies ever allowed, by the caller's name, sorted. Callers who may do everything are left
   * out.
   */
  granted(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.actions].map(([who, actions]) => [who, [...actions].sort()]));
  }

  private grant(who: string, policy: PolicyJson): void {
    if (policy === EVERYTHING) return;
    const actions = this.actions.get(who) ?? new Set<string>();
    for (const action of policy.Statement.flatMap(({ Action }) => Action)) actions.add(action);
    this.actions.set(who, actions);
  }

  /** Adds a role that no call through the gateway makes. */
  addRole(arn: string, trust: PolicyJson, policy: PolicyJson): void {
    this.roles.set(arn, { trust, inline: new Map([['policy', policy]]) });
  }

  /** Finds the caller of an access key; `undefined` for an unknown key. */
  caller(accessKeyId: string): Caller | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session === undefined) return this.keys.get(accessKeyId);
    const { roleArn, name, policy: sessionPolicy } = session;
    const role = this.roles.get(roleArn);
    const account = roleArn.split(':')[4] ?? '';
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    return {
      name: roleName,
      principal: `arn:aws:sts::${account}:assumed-role/${roleName}/${name}`,
      account,
      identityArn: roleArn,
      policies: [...(role?.inline.values() ?? [])],
      sessionPolicy,
    };
  }

  /** The trust policy of a role; `undefined` where there is no such role. */
  trustOf(roleArn: string): PolicyJson | undefined {
    return this.roles.get(roleArn)?.trust;
  }

  /** The policy of a bucket, of a key, or of an object's bucket; `undefined` for anything else. */
  resourcePolicy(arn: string): PolicyJson | undefined {
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1];
    if (bucket !== undefined) return this.bucketPolicies.get(bucket);
    const [, keyAccount] = /^arn:aws:kms:[^:]+:(\d+):/.exec(arn) ?? [];
    return keyAccount === undefined ? undefined : (this.keyPolicies.get(arn) ?? ownKeyPolicy(keyAccount));
  }

  /** Learns from a successful call. */
  observe(call: AwsCall, { account }: Caller, answer: string): void {
    if (call.service === 'sts' && call.operation === 'AssumeRole') this.observeSession(call, answer);
    if (call.service === 'iam') this.observeRole(call, account);
    if (call.service === 's3') this.observeBucket(call);
    if (call.service === 'kms') this.observeKey(call, account, answer);
  }

  private observeKey(call: AwsCall, account: string, answer: string): void {
    const policy = parameter(call, 'Policy');
    if (policy === '') return;
    const created = /"Arn":\s*"([^"]+)"/.exec(answer)?.[1];
    const arn = created ?? `arn:aws:kms:${call.region}:${account}:key/${parameter(call, 'KeyId')}`;
    this.keyPolicies.set(arn, readPolicy(policy));
  }

  private observeSession(call: AwsCall, answer: string): void {
    const key = /<AccessKeyId>([^<]+)</.exec(answer)?.[1];
    if (key === undefined) return;
    const policy = parameter(call, 'Policy');
    this.sessions.set(key, {
      roleArn: parameter(call, 'RoleArn'),
      name: parameter(call, 'RoleSessionName'),
      policy: policy === '' ? undefined : readPolicy(policy),
    });
  }

  private observeRole(call: AwsCall, account: string): void {
    const path = parameter(call, 'Path') || '/';
    const arn = `arn:aws:iam::${account}:role${path}${parameter(call, 'RoleName')}`;
    const role = this.roles.get(arn);
    switch (call.operation) {
      case 'CreateRole':
        this.roles.set(arn, { trust: readPolicy(parameter(call, 'AssumeRolePolicyDocument')), inline: new Map() });
        return;
      case 'UpdateAssumeRolePolicy':
        if (role !== undefined) role.trust = readPolicy(parameter(call, 'PolicyDocument'));
        return;
      case 'PutRolePolicy': {
        const policy = readPolicy(parameter(call, 'PolicyDocument'));
        role?.inline.set(parameter(call, 'PolicyName'), policy);
        this.grant(parameter(call, 'RoleName'), policy);
        return;
      }
      case 'DeleteRolePolicy':
        role?.inline.delete(parameter(call, 'PolicyName'));
        return;
      case 'DeleteRole':
        this.roles.delete(arn);
    }
  }

  private observeBucket({ method, path, query, body }: AwsCall): void {
    const [bucket = '', key = ''] = path.slice(1).split('/');
    if (key !== '') return;
    if (method === 'PUT' && query.has('policy')) this.bucketPolicies.set(bucket, readPolicy(body));
    if (method === 'DELETE' && [...query.keys()].every((name) => name === 'policy' || name === 'x-id'))
      this.bucketPolicies.delete(bucket);
  }
}
