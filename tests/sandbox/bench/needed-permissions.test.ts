import type { Gateway } from '../../../sandbox/authorization/gateway';
import { Ledger } from '../../../sandbox/authorization/ledger';
import { type Ending, findNeeded, noProof } from '../../../sandbox/bench/needed-permissions';

const WHO = 'somebody';

/** A gateway that grants some actions to its caller, who uses them through `may`. */
function granting(...actions: readonly string[]) {
  const ledger = new Ledger();
  let withheld: ReadonlySet<string> = new Set();
  const gateway: Gateway = {
    endpoint: '',
    uses: () => ledger.all(),
    granted: () => new Map([[WHO, actions]]),
    givePolicy: () => undefined,
    withhold: (_, without) => void (withheld = without),
    giveBack: () => void (withheld = new Set()),
    stop: () => Promise.resolve(),
  };
  const may = (action: string) => {
    ledger.record(WHO, action, !withheld.has(action));
    return !withheld.has(action);
  };
  return { gateway, may };
}

const fine: Ending = { failed: false, text: '' };
const refused = (...actions: readonly string[]): Ending => ({
  failed: true,
  text: actions.map((action) => `User: u is not authorized to perform: ${action} on resource: *`).join('\n'),
});

describe('findNeeded', () => {
  it('finds every action without which the work fails, one after the other', async () => {
    const { gateway, may } = granting('a:Get', 'a:Put', 'a:Never');
    const proof = noProof(WHO);
    const work = () => Promise.resolve(!may('a:Get') ? refused('a:Get') : !may('a:Put') ? refused('a:Put') : fine);

    expect(await findNeeded(gateway, proof, work)).toEqual(fine);
    expect([...proof.needed]).toEqual(['a:Get', 'a:Put']);
    expect([...proof.spared]).toEqual([]);
    expect(proof.rounds).toBe(3);
  });

  it('distinguishes an action that the work uses but does not need', async () => {
    const { gateway, may } = granting('a:Try', 'a:Get');
    const proof = noProof(WHO);
    const work = () => {
      may('a:Try');
      return Promise.resolve(may('a:Get') ? fine : refused('a:Get'));
    };
    await findNeeded(gateway, proof, work);

    expect([...proof.needed]).toEqual(['a:Get']);
    expect([...proof.spared]).toEqual(['a:Try']);
  });

  it('counts several refused actions as needed only if the errors name them', async () => {
    const { gateway, may } = granting('a:Get', 'a:GetMore', 'a:Put');
    const proof = noProof(WHO);
    const rounds: string[][] = [];
    const work = () => {
      const missing = ['a:GetMore', 'a:Get', 'a:Put'].filter((action) => !may(action));
      rounds.push(missing);
      const [first] = missing;
      return Promise.resolve(first === undefined ? fine : refused(first));
    };
    await findNeeded(gateway, proof, work);

    expect(rounds).toEqual([['a:GetMore', 'a:Get', 'a:Put'], ['a:Get', 'a:Put'], ['a:Put'], []]);
    expect([...proof.needed]).toEqual(['a:GetMore', 'a:Get', 'a:Put']);
  });

  it('throws if the work fails with all permissions', async () => {
    const { gateway } = granting('a:Get');

    await expect(
      findNeeded(gateway, noProof(WHO), () => Promise.resolve({ failed: true, text: 'disk full' })),
    ).rejects.toThrow('The work fails with all permissions that somebody uses: disk full');
  });
});
