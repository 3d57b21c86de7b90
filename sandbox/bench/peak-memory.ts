import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const EVERY_MS = 200;

/** What some work returned, and the most memory that its processes held at one time. */
export interface Watched<Value> {
  readonly value: Value;
  /** Resident, of all together, in MB; `null` where the machine has no `ps`. */
  readonly peakMB: number | null;
}

/** Runs `work` and watches the memory of every process that this one has started meanwhile, but for `others` and theirs. */
export async function watchMemory<Value>(
  others: readonly number[],
  work: () => Promise<Value>,
): Promise<Watched<Value>> {
  const watching = new AbortController();
  const peak = watch(others, watching.signal);
  try {
    const value = await work();
    watching.abort();
    return { value, peakMB: await peak };
  } finally {
    watching.abort();
  }
}

async function watch(others: readonly number[], signal: AbortSignal): Promise<number | null> {
  let peak: number | null = null;
  while (!signal.aborted) {
    const now = await startedMB(others);
    if (now !== null) peak = Math.max(peak ?? 0, now);
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return peak;
}

async function startedMB(others: readonly number[]): Promise<number | null> {
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => undefined);
  if (listed === undefined) return null;
  const processes = listed.stdout.trim().split('\n').map(numbers);
  let parents = new Set([process.pid]);
  let kilobytes = 0;
  while (parents.size > 0) {
    const children = processes.filter(([pid = 0, parent = 0]) => parents.has(parent) && !others.includes(pid));
    kilobytes += children.reduce((sum, [, , rss = 0]) => sum + rss, 0);
    parents = new Set(children.map(([pid = 0]) => pid));
  }
  return Math.round(kilobytes / 1024);
}

const numbers = (line: string) => line.trim().split(/\s+/).map(Number);
