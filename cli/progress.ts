import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

/** Shows the progress of long work on stderr: a bar on a terminal, otherwise a line per quarter. */
export interface Progress {
  /** Both are counts; the first call sets the work up, later ones may also raise `total`. */
  update(done: number, total: number): void;
  /** Removes the bar from the terminal; safe to call at any time, also twice. */
  stop(): void;
}

/** @param what the unit of progress, e.g. `accounts read` */
export const createProgress = (terminal: Terminal, what: string): Progress =>
  terminal.interactive ? bar(what) : lines(terminal, what);

/** Does work and shows its progress meanwhile; removes the bar also where the work fails. */
export async function withProgress<Value>(
  terminal: Terminal,
  what: string,
  work: (onProgress: (done: number, total: number) => void) => Promise<Value>,
): Promise<Value> {
  const progress = createProgress(terminal, what);
  try {
    return await work((done, total) => progress.update(done, total));
  } finally {
    progress.stop();
  }
}

function bar(what: string): Progress {
  const single = new SingleBar({
    format: `{bar} {value}/{total} ${what}, {eta_formatted} to go`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  return {
    update(done, total) {
      if (single.isActive) single.setTotal(total);
      else single.start(total, done);
      single.update(done);
    },
    stop: () => single.stop(),
  };
}

function lines(terminal: Terminal, what: string): Progress {
  let told = 0;
  return {
    update(done, total) {
      const quarter = total === 0 ? 4 : Math.floor((done * 4) / total);
      if (quarter <= told) return;
      told = quarter;
      terminal.note(`${done} of ${total} ${what}`);
    },
    stop: () => undefined,
  };
}
