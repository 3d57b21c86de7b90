import type { Answer } from './answer';
import type { Service } from './fake-aws';

/** The result of work that may be killed. */
export type Ending<Value> = { readonly value: Value } | { readonly error: unknown } | { readonly killed: true };

/**
 * Runs `work` and kills it between two of its calls: later calls have no effect and get no answer.
 *
 * @param lives the number of calls before it is killed, from 0; `undefined`: it is not killed
 * @param work receives the service to call
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
