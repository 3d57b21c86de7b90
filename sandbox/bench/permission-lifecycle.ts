import { eachStack, initStacks, orgs3, synthesize } from '../chain';
import { createOrganization } from '../create-organization';
import { configure, type GuardedChain } from '../guarded-chain';
import { applyStacks } from '../steps';
import { changeWhatIsDeployed } from './hand-made-changes';
import { type Ending, ending, findNeeded, noProof, type Proof } from './needed-permissions';
import { FunctionWork } from './permission-functions';
import { PeopleWork } from './permission-people';
import { Situations } from './permission-situations';
import { STACK_PREFIX } from '../../core/names/stack-names';

/** An override that makes discovery read the tags of buckets. */
const OVERRIDES = [{ match: { tags: { team: 'nobody' } }, set: { enabled: false } }];
/** Settings of the first deployment, on top of the sandbox's. */
const FIRST = {
  overrides: OVERRIDES,
  inventory: { frequency: 'Daily', versions: 'Current', encryption: { type: 'SSE-KMS' } },
  retention: { destroyReports: true },
};
/** Settings of the second deployment. They change everything that can be changed. */
const CHANGED = {
  overrides: OVERRIDES,
  inventory: { frequency: 'Weekly', versions: 'All', encryption: { type: 'SSE-KMS' } },
  retention: { destroyReports: true, reportsDays: 60, queryResultsDays: 7 },
  register: { mode: 'copy' },
  alarms: { emails: ['on-call@example.com'] },
  tags: { team: 'storage' },
};
const DEPLOYER = 'deployer';

/**
 * Deploys, uses, changes and destroys everything with enforced permissions. Each step is repeated without the actions
 * that are not proven needed.
 */
export class PermissionLifecycle {
  private readonly proofs = new Map<string, Proof>();
  private readonly functions: FunctionWork;
  private readonly people: PeopleWork;

  constructor(
    private readonly chain: GuardedChain,
    private readonly note: (line: string) => void,
  ) {
    const situations = new Situations(chain);
    this.functions = new FunctionWork(chain, situations);
    this.people = new PeopleWork(chain, situations);
  }

  /**
   * Runs all steps.
   *
   * @returns the findings by caller
   */
  async run(): Promise<ReadonlyMap<string, Proof>> {
    const { chain } = this;
    await createOrganization(chain.clients, chain.organization, new Date());
    await orgs3(chain, ['discover', '--role', 'OrganizationAccountAccessRole']);
    const stacks = await this.configured(FIRST);
    await initStacks(chain, stacks);
    const roles = stacks.filter((stack) => stack.startsWith(STACK_PREFIX.access));
    await this.prove('make the source roles', ['access-deployer'], () => this.terraform(roles, chain.terraform.apply));
    await this.step('apply, with all permissions', () => applyStacks(chain, stacks));
    await this.proveFunctions();
    const own = stacks.filter((stack) => !stack.startsWith(STACK_PREFIX.access));
    const sources = own.filter((stack) => stack.startsWith(STACK_PREFIX.source));
    const mine = own.filter((stack) => !sources.includes(stack));
    await this.prove('discover', [DEPLOYER, 'OrgS3role'], () => this.command(['discover']));
    await this.prove('drift', [DEPLOYER, 'OrgS3role'], () => this.command(['drift']));
    await this.prove('plan', [DEPLOYER], () => this.terraform(mine, chain.terraform.plan));
    await changeWhatIsDeployed(chain);
    await this.prove('apply over changes by hand', [DEPLOYER], () => this.applied(mine));
    await this.configured(CHANGED);
    await this.prove('apply changes', [DEPLOYER], () => this.applied(mine));
    await this.prove('apply changes to the inventory', ['OrgS3role'], () => this.applied(sources));
    await this.step('apply, with all permissions', () => applyStacks(chain, stacks));
    await this.proveFunctions();
    for (const { name, who, work } of this.people.all()) await this.prove(name, [who], work);
    await this.prove('destroy inventory', ['OrgS3role'], () => this.terraform(sources, chain.terraform.destroy));
    await this.prove('destroy', [DEPLOYER], () => this.terraform(mine, chain.terraform.destroy));
    await this.prove('apply from nothing', [DEPLOYER], () => this.applied(mine));
    await this.step('destroy, with all permissions', () => eachStack(mine, chain.terraform.destroy));
    return this.proofs;
  }

  private async proveFunctions(): Promise<void> {
    for (const { name, who, works } of this.functions.all())
      for (const [index, work] of works.entries()) await this.prove(`${name} (${index + 1})`, [who], work);
  }

  /** Writes a configuration, synthesizes its stacks, and attaches the deployer's policy for it. */
  private async configured(changes: Readonly<Record<string, unknown>>): Promise<string[]> {
    await configure(this.chain, changes);
    return synthesize(this.chain);
  }

  private async prove(name: string, everybody: readonly string[], work: () => Promise<Ending>): Promise<void> {
    for (const who of everybody) {
      const proof = this.proofs.get(who) ?? noProof(who);
      this.proofs.set(who, proof);
      const { needed, rounds } = { needed: proof.needed.size, rounds: proof.rounds };
      await this.step(`${name} as ${who}`, async () => void (await findNeeded(this.chain.gateway, proof, work)));
      this.note(`  ${proof.needed.size - needed} needed, ${proof.rounds - rounds} rounds`);
    }
  }

  private async step(name: string, work: () => Promise<unknown>): Promise<void> {
    const begin = performance.now();
    await work();
    this.note(`${name}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  }

  private command(args: readonly string[]): Promise<Ending> {
    return ending(() => orgs3(this.chain, args));
  }

  private terraform(stacks: readonly string[], work: (stack: string) => Promise<unknown>): Promise<Ending> {
    return ending(() => eachStack(stacks, work));
  }

  private applied(stacks: readonly string[]): Promise<Ending> {
    return ending(() => applyStacks(this.chain, stacks));
  }
}
