import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const EVERY_MS = 200;

/** The result of some work, and the peak memory of its processes. */
export interface Watched<Value> {
  readonly value: Value;
  /** Resident memory of all processes together, in MB; `null` on a machine without `ps`. */
  readonly peakMB: number | null;
}

/**
 * Runs `work` and measures the memory of all processes that this process starts meanwhile. `others` and their children
 * do not count.
 */
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
