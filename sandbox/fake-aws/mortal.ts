import type { Answer } from './answer';
import type { Service } from './fake-aws';

/** What came of work that may be killed. */
export type Ending<Value> = { readonly value: Value } | { readonly error: unknown } | { readonly killed: true };

/**
 * Does work that is killed between two of its calls: from then on no call of it has an effect, and none is answered.
 *
 * @param lives calls until it is killed: 0 before its first one; `undefined` where it is not
 * @param work what is done with the service that it is given
 */
export async function mortal<Value>(
  service: Service,
  lives: number | undefined,
  work: (service: Service) => Promise<Value>,
): Promise<Ending<Value>> {
  let left = lives ?? Infinity;
  let kill: (ending: Ending<Value>) => void = () => undefined;
  const killed = new Promise<Ending<Value>>((resolve) => (kill = resolve));
  const never = () => new Promise<Answer>(() => undefined);
  const dying: Service = (call) => {
    if (left <= 0) {
      kill({ killed: true });
      return never();
    }
    left -= 1;
    return service(call);
  };
  return Promise.race([
    killed,
    work(dying).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  ]);
}
