import { Orgs3Error } from '../core/errors';
import { createProgress } from './progress';
import type { Terminal } from './terminal';

/** Work that takes long, and what a person is told of it. */
export interface LongWork<Value> {
  readonly terminal: Terminal;
  /** What is counted, e.g. `buckets read`. */
  readonly what: string;
  /** What is so after Ctrl-C. */
  readonly interrupted: string;
  /** Its connections are closed at the end, however that comes. */
  readonly calls: { close(): void };
  work(onProgress: (done: number, total: number) => void): Promise<Value>;
}

/** Does the work, with progress meanwhile. @throws Orgs3Error after Ctrl-C; what the work throws otherwise */
export async function doLongWork<Value>(long: LongWork<Value>): Promise<Value> {
  const { terminal, what, interrupted, calls } = long;
  const progress = createProgress(terminal, what);
  try {
    return await long.work((done, total) => progress.update(done, total));
  } catch (error) {
    throw terminal.signal.aborted ? new Orgs3Error(`Interrupted; ${interrupted}`, { cause: error }) : error;
  } finally {
    progress.stop();
    calls.close();
  }
}
