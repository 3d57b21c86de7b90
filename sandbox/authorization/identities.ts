import { z } from 'zod';
import { type AwsCall } from './aws-call';
import { parameter } from './permission';

const policySchema = z.looseObject({
  Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) })),
});

/** A policy as its JSON says it. */
export type PolicyJson = z.output<typeof policySchema>;

/** Who makes a call. */
export interface Caller {
  /** What the ledger calls it: a role's or a user's name. */
  readonly name: string;
  /** As policies see it: `arn:aws:sts::…:assumed-role/…`, `arn:aws:iam::…:user/…` or `lambda.amazonaws.com`. */
  readonly principal: string;
  /** 12 digits. */
  readonly account: string;
  /** The ARN of the role behind a session, or of the user. */
  readonly identityArn: string;
  readonly policies: readonly PolicyJson[];
  /** The policy that a session was begun with: it may do only what both this and the others allow. */
  readonly sessionPolicy?: PolicyJson | undefined;
}

/** What STS was asked for when it gave a session out. */
interface Session {
  readonly roleArn: string;
  readonly name: string;
  readonly policy: PolicyJson | undefined;
}

interface Role {
  trust: PolicyJson;
  readonly inline: Map<string, PolicyJson>;
}

/** Everything that is allowed: whoever is no part of this project. */
export const EVERYTHING = policySchema.parse({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** The policy of a key that nobody gave one: it leaves it to the policies of its account. */
const ownKeyPolicy = (account: string): PolicyJson =>
  policySchema.parse({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  });

/** Reads a policy's JSON. @throws ZodError where it is none */
export const readPolicy = (json: string): PolicyJson => policySchema.parse(JSON.parse(json));

/**
 * Who there is, learnt from the calls that were answered: roles and their policies as IAM was told of them, sessions as STS gave them
 * out, bucket policies as S3 was given them.
 */
export class Identities {
  private readonly keys = new Map<string, Caller>();
  private readonly roles = new Map<string, Role>();
  private readonly actions = new Map<string, Set<string>>();
  private readonly sessions = new Map<string, Session>();
  private readonly bucketPolicies = new Map<string, PolicyJson>();
  private readonly keyPolicies = new Map<string, PolicyJson>();

  /** Makes somebody known who signs with a key of their own. */
  addKey(accessKeyId: string, caller: Caller): void {
    this.keys.set(accessKeyId, caller);
    for (const policy of caller.policies) this.grant(caller.name, policy);
  }

  /** Gives whoever signs with a key another policy, as JSON. */
  givePolicy(accessKeyId: string, json: string): void {
    const caller = this.keys.get(accessKeyId);
    if (caller !== undefined) this.addKey(accessKeyId, { ...caller, policies: [readPolicy(json)] });
  }

  /** Actions by whom a policy ever allowed them, sorted. Who may do everything is left out. */
  granted(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.actions].map(([who, actions]) => [who, [...actions].sort()]));
  }

  private grant(who: string, policy: PolicyJson): void {
    if (policy === EVERYTHING) return;
    const actions = this.actions.get(who) ?? new Set<string>();
    for (const action of policy.Statement.flatMap(({ Action }) => Action)) actions.add(action);
    this.actions.set(who, actions);
  }

  /** Makes a role known that nobody makes through the gateway. */
  addRole(arn: string, trust: PolicyJson, policy: PolicyJson): void {
    this.roles.set(arn, { trust, inline: new Map([['policy', policy]]) });
  }

  /** Who signs with this key; `undefined` for a key that nobody was given. */
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

  /** Who may assume a role; `undefined` where there is none. */
  trustOf(roleArn: string): PolicyJson | undefined {
    return this.roles.get(roleArn)?.trust;
  }

  /** The policy of a bucket or a key, or of the bucket of an object; `undefined` for anything else. */
  resourcePolicy(arn: string): PolicyJson | undefined {
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1];
    if (bucket !== undefined) return this.bucketPolicies.get(bucket);
    const [, keyAccount] = /^arn:aws:kms:[^:]+:(\d+):/.exec(arn) ?? [];
    return keyAccount === undefined ? undefined : (this.keyPolicies.get(arn) ?? ownKeyPolicy(keyAccount));
  }

  /** Learns from a call that was answered with success. */
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
