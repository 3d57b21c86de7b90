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
  /** Configurations to import from an earlier run. */
  readonly before: readonly ExistingConfiguration[];
}

/** Result of an adoption. */
export interface Adoption extends ExistingConfigurations {
  /** All configurations to import, in any order. */
  readonly imports: readonly ExistingConfiguration[];
  /** Number of them that were not read this time and stay from the earlier run. */
  readonly kept: number;
}

/**
 * Finds the configurations that Terraform has to import: those that exist with the id of a desired configuration. Configurations
 * of an earlier run stay where their bucket is outside the part or could not be read. Configurations that were read and no
 * longer exist are dropped, because Terraform fails to import them.
 */
export async function adopt(options: AdoptionOptions, steps: Omit<DriftSteps, 'listBuckets'>): Promise<Adoption> {
  const { config, snapshot, part, before, concurrency, signal } = options;
  const accounts = accountsOf(config, snapshot, part);
  const opened = await pMap(accounts, (account) => openAccount(account, options, steps), { concurrency, signal });
  const closed = opened.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const open = opened.flatMap((one) => (typeof one === 'string' ? [one] : []));
  const existing = await readExisting(desiredIn(config, snapshot, open, part), options, steps);
  const kept = keptImports(before, { accounts: open, regions: part.regions, failures: existing.failures });
  const found = existing.own.map(({ account, region, bucket, id }) => ({ account, region, bucket, id }));
  return {
    ...existing,
    failures: [...closed, ...existing.failures],
    imports: [...kept, ...found],
    kept: kept.length,
  };
}

/** Opens an account: returns its id, or the failure. */
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

/** The part of the organization that was read this time. */
interface Asked {
  /** Accounts that could be opened. */
  readonly accounts: readonly string[];
  /** Empty means all. */
  readonly regions: readonly string[];
  readonly failures: readonly PartFailure[];
}

/** Configurations of the earlier run whose buckets were not read this time. */
function keptImports(before: readonly ExistingConfiguration[], asked: Asked): ExistingConfiguration[] {
  const [accounts, regions] = [new Set(asked.accounts), new Set(asked.regions)];
  const refused = new Set(
    asked.failures.map(({ account, region, bucket }) => `${account} ${region ?? ''} ${bucket ?? ''}`),
  );
  return before.filter((one) => {
    const wasAsked = accounts.has(one.account) && (regions.size === 0 || regions.has(one.region));
    return !wasAsked || refused.has(bucketKey(one));
  });
}
