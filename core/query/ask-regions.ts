import pMap from 'p-map';
import { Orgs3Error } from '../errors';
import { withPolicyHint } from '../refusals/policy-hint';
import type { Answer, RegionAnswer } from './answer';
import type { ReadReport } from './read-report';

/** Result of a statement, with the amount of data read. */
export interface Reply {
  readonly answer: Answer;
  readonly report: ReadReport;
}

/** Runs one statement in one Region. */
export type AskRegion = (region: string, sql: string) => Promise<Reply>;

export interface RegionReply extends RegionAnswer, Reply {}

/** An error for a query that failed in at least one Region. There is no partial result: it would look complete. */
export class RegionsFailedError extends Orgs3Error {
  override name = 'RegionsFailedError';

  constructor(
    readonly failures: readonly { readonly region: string; readonly error: Orgs3Error }[],
    asked: number,
  ) {
    const lines = failures.map(({ region, error }) => `\n  ${region}: ${error.message}`);
    const next = failures.find(({ error }) => error.next !== undefined)?.error.next;
    const others = failures.length < asked ? 'Query the other Regions alone with --region.' : undefined;
    const steps = [next, others].filter((step) => step !== undefined);
    super(`The query failed in ${failures.length} of ${asked} Regions, so there is no result:${lines.join('')}`, {
      cause: failures[0]?.error,
      ...(steps.length === 0 ? {} : { next: steps.join(' Or: ') }),
    });
  }
}

const REGIONS_AT_ONCE = 8;

/**
 * Runs the same statement in every Region, several at once. Waits for all Regions even if one fails, so that the error names
 * all failures.
 *
 * @returns replies in the order of `regions`
 * @throws RegionsFailedError naming each Region that failed; the error itself if there is only one Region, or if all Regions
 * failed with the same message; any defect unchanged
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
