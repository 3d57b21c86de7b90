import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { statusCalls } from '../adapters/calls/status';
import { jsonText } from '../core/text/printable';
import { checkStatus, type Status } from '../core/status/check-status';
import { conditionsMet, countBuckets } from '../core/status/count-buckets';
import { statusJson } from '../core/status/status-json';
import { EXIT, type ExitCode } from './exit-code';
import { doLongWork } from './long-work';
import type { StatusArguments } from './status';
import { describeStatus, describeTrouble } from './status-text';
import type { Terminal } from './terminal';

/**
 * Reads, and prints how the inventory is. What could not be read counts more than what `--fail-on` names: what is told is then
 * not whole.
 */
export async function runStatus(options: StatusArguments, terminal: Terminal): Promise<ExitCode> {
  const status = await readStatus(options, terminal);
  if (options.format === 'json') terminal.out(`${jsonText(statusJson(status), 2)}\n`);
  else for (const piece of describeStatus(status, terminal)) terminal.out(piece);
  const trouble = describeTrouble(status);
  for (const line of trouble) terminal.note(line);
  const met = conditionsMet(countBuckets(status.buckets), options.failOn);
  if (met.length > 0) {
    terminal.note(`--fail-on: ${met.map(([condition, count]) => `${count} ${condition}`).join(', ')}`);
  }
  if (trouble.length > 0) return EXIT.failed;
  return met.length > 0 ? EXIT.differences : EXIT.done;
}

function readStatus(options: StatusArguments, terminal: Terminal): Promise<Status> {
  const { account: accounts, region: regions, configuredSince, concurrency } = options;
  const { signal } = terminal;
  const config = readConfig(options.config);
  const snapshot = readSnapshot(options.organization);
  const calls = statusCalls(config, concurrency);
  return doLongWork({
    ...{ terminal, calls, what: 'buckets read', interrupted: 'nothing was changed' },
    work: (onProgress) =>
      checkStatus(
        { config, snapshot, part: { accounts, regions }, concurrency, configuredSince, now: Date.now(), signal },
        { ...calls, onProgress },
      ),
  });
}
