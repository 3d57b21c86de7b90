import pMap from 'p-map';
import type { DriftSteps } from '../drift/check-organization';
import { accountsOf, bucketKey, desiredIn, type Part } from '../drift/scope';
import type { ExistingConfiguration } from './existing-configuration';
import { type PartFailure, partHint } from '../refusals/part-failure';
import { circumstancesOf } from '../refusals/read-failure';
import { refusalIn } from '../refusals/refusal';
import { type ExistingConfigurations, readExisting, type ReadExistingOptions } from './read-existing';

export interface AdoptionOptions extends ReadExistingOptions {
  readonly part: Part;
  /** What was to be imported before. */
  readonly before: readonly ExistingConfiguration[];
}

/** What came of an adoption. */
export interface Adoption extends ExistingConfigurations {
  /** All that is to be imported now, in any order. */
  readonly imports: readonly ExistingConfiguration[];
  /** How many of them were not read this time and stay from before. */
  readonly kept: number;
}

/**
 * Finds the configurations that Terraform has to import: those that exist under an id that their bucket ought to have.
 * Only an answer replaces what was to be imported before: what belongs to another account or Region than the part's, or
 * could not be read, stays. What was read and is no longer there goes: Terraform fails on the import of what is not there.
 */
export async function adopt(options: AdoptionOptions, steps: Omit<DriftSteps, 'listBuckets'>): Promise<Adoption> {
  const { config, snapshot, part, before, concurrency, signal } = options;
  const accounts = accountsOf(config, snapshot, part);
  const opened = await pMap(accounts, (account) => openAccount(account, options, steps), { concurrency, signal });
  const closed = opened.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const open = opened.flatMap((one) => (typeof one === 'string' ? [one] : []));
  const existing = await readExisting(desiredIn(config, snapshot, open, part), options, steps);
  const kept = notRead(before, { accounts: open, regions: part.regions, failures: existing.failures });
  const found = existing.own.map(({ account, region, bucket, id }) => ({ account, region, bucket, id }));
  return {
    ...existing,
    failures: [...closed, ...existing.failures],
    imports: [...kept, ...found],
    kept: kept.length,
  };
}

/** The account where it lets us in. */
async function openAccount(
  account: string,
  options: AdoptionOptions,
  steps: Pick<DriftSteps, 'open'>,
): Promise<string | PartFailure> {
  try {
    await steps.open(account, options.signal);
    return account;
  } catch (refused) {
    const error = refusalIn(refused, options.signal);
    const next = partHint(error, circumstancesOf(account, options.snapshot, options));
    return { part: 'configurations', account, region: null, bucket: null, error, known: false, next };
  }
}

/** Which answers replace what was to be imported before. */
interface Asked {
  /** Accounts that let us in. */
  readonly accounts: readonly string[];
  /** Empty where all were asked. */
  readonly regions: readonly string[];
  readonly failures: readonly PartFailure[];
}

/** What was to be imported before and of which nothing was read now. */
function notRead(before: readonly ExistingConfiguration[], asked: Asked): ExistingConfiguration[] {
  const [accounts, regions] = [new Set(asked.accounts), new Set(asked.regions)];
  const refused = new Set(
    asked.failures.map(({ account, region, bucket }) => `${account} ${region ?? ''} ${bucket ?? ''}`),
  );
  return before.filter((one) => {
    const wasAsked = accounts.has(one.account) && (regions.size === 0 || regions.has(one.region));
    return !wasAsked || refused.has(bucketKey(one));
  });
}
