import pMap from 'p-map';
import { Orgs3Error } from '../errors';
import { withPolicyHint } from '../refusals/policy-hint';
import type { Answer, RegionAnswer } from './answer';
import type { ReadReport } from './read-report';

/** An engine's answer, and what reading it took. */
export interface Reply {
  readonly answer: Answer;
  readonly report: ReadReport;
}

/** Runs one statement in one Region. */
export type AskRegion = (region: string, sql: string) => Promise<Reply>;

export interface RegionReply extends RegionAnswer, Reply {}

/** At least one Region did not answer, so there is no answer: a part would look like the whole. */
export class RegionsFailedError extends Orgs3Error {
  override name = 'RegionsFailedError';

  constructor(
    readonly failures: readonly { readonly region: string; readonly error: Orgs3Error }[],
    asked: number,
  ) {
    const lines = failures.map(({ region, error }) => `\n  ${region}: ${error.message}`);
    const next = failures.find(({ error }) => error.next !== undefined)?.error.next;
    const others = failures.length < asked ? 'Ask the other Regions alone with --region.' : undefined;
    const steps = [next, others].filter((step) => step !== undefined);
    super(`${failures.length} of ${asked} Regions did not answer, so nothing is printed:${lines.join('')}`, {
      cause: failures[0]?.error,
      ...(steps.length === 0 ? {} : { next: steps.join(' Or: ') }),
    });
  }
}

const REGIONS_AT_ONCE = 8;

/**
 * Asks every Region the same, several at once, and waits for all of them even if one fails, so that all failures are named.
 *
 * @returns replies in the order of `regions`
 * @throws RegionsFailedError naming each Region that failed; the error itself where only one Region was
 * asked, or all failed alike; a defect as it is
 */
export async function askRegions(regions: readonly string[], sql: string, ask: AskRegion): Promise<RegionReply[]> {
  const failures: { region: string; error: unknown }[] = [];
  const replies = await pMap(
    regions,
    async (region) => {
      try {
        return [{ region, ...(await ask(region, sql)) }];
      } catch (error) {
        failures.push({ region, error: withPolicyHint(error, 'reader') });
        return [];
      }
    },
    { concurrency: REGIONS_AT_ONCE },
  );
  if (failures.length > 0) throw failureOf(failures, regions);
  return replies.flat();
}

function failureOf(failures: readonly { region: string; error: unknown }[], regions: readonly string[]): unknown {
  const refusals = [];
  for (const { region, error } of failures) {
    if (!(error instanceof Orgs3Error) || regions.length === 1) return error;
    refusals.push({ region, error });
  }
  const [first] = refusals;
  const alike = refusals.every(({ error }) => error.message === first?.error.message);
  if (alike && refusals.length === regions.length) return first?.error;
  refusals.sort((one, other) => regions.indexOf(one.region) - regions.indexOf(other.region));
  return new RegionsFailedError(refusals, regions.length);
}
