import { Orgs3Error } from '../core/errors';
import { withProgress } from './progress';
import type { Terminal } from './terminal';

/** Work that takes long. */
export interface LongWork<Value> {
  readonly terminal: Terminal;
  /** The unit of progress, e.g. `buckets read`. */
  readonly what: string;
  /** The result of Ctrl-C, for the message, e.g. `nothing was changed`. */
  readonly interrupted: string;
  /** Connections, closed at the end in any case. */
  readonly calls: { close(): void };
  work(onProgress: (done: number, total: number) => void): Promise<Value>;
}

/** Does the work, with progress meanwhile. @throws Orgs3Error after Ctrl-C; any other error of the work as it is */
export async function doLongWork<Value>(long: LongWork<Value>): Promise<Value> {
  const { terminal, what, interrupted, calls } = long;
  try {
    return await withProgress(terminal, what, (onProgress) => long.work(onProgress));
  } catch (error) {
    throw terminal.signal.aborted ? new Orgs3Error(`Interrupted; ${interrupted}`, { cause: error }) : error;
  } finally {
    calls.close();
  }
}
