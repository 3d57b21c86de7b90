import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Orgs3Error } from '../../core/errors';
import { HOST } from '../ports';
import { type AwsCall, readCall } from './aws-call';
import { isAllowed } from './decide';
import { type Caller, type Identities, type PolicyJson } from './identities';
import { Ledger, type Use } from './ledger';
import type { NeededPermission } from './permission';
import { permissionsOf } from './permissions-of';
import { refuse } from './refusal';

/** A proxy before the emulator that enforces the policies in force. */
export interface Gateway {
  readonly endpoint: string;
  /** All actions that were used so far. */
  uses(): readonly Use[];
  /**
   * Lists the actions that policies ever allowed, by the caller's name, sorted. Callers who may do everything are left
   * out.
   */
  granted(): ReadonlyMap<string, readonly string[]>;
  /** Replaces the policy of an access key. `policy` is JSON. */
  givePolicy(accessKeyId: string, policy: string): void;
  /** Removes actions from the policies of a caller, until `giveBack`. */
  withhold(who: string, actions: ReadonlySet<string>): void;
  giveBack(): void;
  stop(): Promise<void>;
}

/** Options of a new gateway. */
export interface GatewayOptions {
  /** The emulator's address. */
  readonly target: string;
  readonly identities: Identities;
  readonly managementAccount: string;
  /** The id of the organization: `o-…`. */
  readonly organization: string;
}

/** Starts a gateway on a free port. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true });
  const gate = new Gate(options, agent);
  const server = createServer((incoming, outgoing) => {
    gate.handle(incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(error instanceof Error ? error.message : 'the gateway failed');
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port: 0, host: HOST }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Orgs3Error('The gateway has no port.');
  return {
    endpoint: `http://${HOST}:${address.port}`,
    uses: () => gate.ledger.all(),
    granted: () => options.identities.granted(),
    givePolicy: (accessKeyId, policy) => options.identities.givePolicy(accessKeyId, policy),
    withhold: (who, actions) => void (gate.withheld = { who, actions }),
    giveBack: () => void (gate.withheld = undefined),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

class Gate {
  readonly ledger = new Ledger();
  withheld: { readonly who: string; readonly actions: ReadonlySet<string> } | undefined;
  private readonly workgroups = new Map<string, string>();

  constructor(
    private readonly options: GatewayOptions,
    private readonly agent: Agent,
  ) {}

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method, url, headers } = incoming;
    const body = await buffer(incoming);
    const call = readCall({ method, url, headers, body });
    const caller = call === undefined ? undefined : this.options.identities.caller(call.accessKeyId);
    if (call !== undefined) {
      const refusal = caller === undefined ? 'The security token is invalid' : await this.refusalReason(call, caller);
      if (refusal !== undefined) {
        refuse(call, refusal, outgoing);
        return;
      }
    }
    const answer = await this.forward(incoming, body);
    const text = await buffer(answer);
    const isDone = (answer.statusCode ?? 500) < 300;
    if (isDone && call !== undefined && caller !== undefined) this.learn(call, caller, text.toString());
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
  }

  private forward({ method, url: path, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { hostname, port } = new URL(this.options.target);
    return new Promise((resolve, reject) => {
      const forward = request({ hostname, port, method, path, headers, agent: this.agent }, resolve);
      forward.on('error', reject);
      forward.end(body);
    });
  }

  /**
   * Returns the reason for a refusal, like `refusal`. Calls that the policy engine does not understand are refused:
   * clients would retry a server error again and again.
   */
  private async refusalReason(call: AwsCall, caller: Caller): Promise<string | undefined> {
    try {
      return await this.refusal(call, caller);
    } catch (error) {
      this.ledger.record(caller.name, `${call.service}:${call.operation || `${call.method} ${call.path}`}`, false);
      return `The permissions of this call are not known to the gateway: ${String(error)}`;
    }
  }

  /** Returns AWS's message for a caller who is not allowed to make the call; otherwise `undefined`. */
  private async refusal(call: AwsCall, caller: Caller): Promise<string | undefined> {
    if (call.service === 'sts' && call.operation === 'GetCallerIdentity') return undefined;
    const { organization, managementAccount } = this.options;
    const workgroupOf = (id: string) => this.workgroups.get(id) ?? '';
    const { account, identityArn } = caller;
    const needed = permissionsOf(call, { account, identityArn, organization, managementAccount, workgroupOf });
    for (const permission of needed) {
      const isGranted = await this.isGranted(caller, permission);
      this.ledger.record(caller.name, permission.action, isGranted);
      if (isGranted) continue;
      const { action, resource } = permission;
      const lacking = (await this.isLimitedBySession(caller, permission)) ? 'session' : 'identity-based';
      return `User: ${caller.principal} is not authorized to perform: ${action} on resource: ${resource} because no ${lacking} policy allows the ${action} action`;
    }
    return undefined;
  }

  /** Tells whether the session's own policy alone forbids it. */
  private async isLimitedBySession(caller: Caller, permission: NeededPermission): Promise<boolean> {
    return caller.sessionPolicy !== undefined && this.isGranted({ ...caller, sessionPolicy: undefined }, permission);
  }

  private async isGranted(caller: Caller, permission: NeededPermission): Promise<boolean> {
    const { organization, identities } = this.options;
    const { action, resource } = permission;
    const isAssuming = action === 'sts:AssumeRole' || action === 'sts:TagSession';
    const trust = isAssuming ? identities.trustOf(resource) : undefined;
    if (isAssuming && trust === undefined) return false;
    return isAllowed({
      caller: { ...caller, policies: this.inForce(caller) },
      permission,
      organization,
      resourceAccount: isAssuming ? (resource.split(':')[4] ?? '') : caller.account,
      resourcePolicy: trust ?? identities.resourcePolicy(resource),
    });
  }

  private inForce({ name, policies }: Caller): readonly PolicyJson[] {
    const { withheld } = this;
    return withheld?.who === name ? policies.map((policy) => without(policy, withheld.actions)) : policies;
  }

  private learn(call: AwsCall, caller: Caller, answer: string): void {
    this.options.identities.observe(call, caller, answer);
    const workgroup = call.parameters['WorkGroup'];
    if (call.service !== 'athena' || typeof workgroup !== 'string') return;
    const id = /"(?:NamedQueryId|QueryExecutionId)":\s*"([^"]+)"/.exec(answer)?.[1];
    if (id !== undefined) this.workgroups.set(id, workgroup);
  }
}

/** Returns a policy without some actions. */
const without = (policy: PolicyJson, actions: ReadonlySet<string>): PolicyJson => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((each) => !actions.has(each)),
  })).filter(({ Action }) => Action.length > 0),
});
