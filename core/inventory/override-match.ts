import type { Config } from '../config/schema';
import { compileGlob, compileTextGlob } from '../organization/filter';

/** Properties of a bucket that criteria test. */
export interface BucketFacts {
  /** 12 digits. */
  readonly account: string;
  /** Path of the organizational unit that holds the account; `/` for the root. */
  readonly path: string;
  readonly region: string;
  readonly name: string;
  /** `undefined` where the tags are unknown; no tag criterion matches then. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Criteria as in `overrides[].match` and `additional[].match`. Criteria that are left out match every bucket. */
export type BucketMatch = Config['overrides'][number]['match'];

type Test<T> = (value: T) => boolean;

const ALWAYS = () => true;

/** Compiles criteria, so that thousands of buckets can be tested. All given criteria must match. */
export function compileMatch(match: BucketMatch): Test<BucketFacts> {
  const account = cached(anyGlob(match.accounts));
  const path = cached(anyGlob(match.organizationalUnits));
  const region = cached(anyGlob(match.regions));
  const name = anyGlob(match.buckets);
  const tags = allTags(match.tags);
  return (bucket) =>
    account(bucket.account) && region(bucket.region) && path(bucket.path) && name(bucket.name) && tags(bucket.tags);
}

/** Compiles globs to a test: true for a value that matches one of them, and for every value where `globs` is `undefined`. */
export function anyGlob(globs: readonly string[] | undefined): Test<string> {
  if (globs === undefined) return ALWAYS;
  const tests = globs.map(compileGlob);
  return (value) => tests.some((matches) => matches(value));
}

/** Caches the results of a test. Accounts, paths and Regions are few and repeat with every bucket. */
function cached(test: Test<string>): Test<string> {
  const answers = new Map<string, boolean>();
  return (value) => {
    const known = answers.get(value);
    if (known !== undefined) return known;
    const answer = test(value);
    answers.set(value, answer);
    return answer;
  };
}

function allTags(tags: BucketMatch['tags']): Test<BucketFacts['tags']> {
  if (tags === undefined) return ALWAYS;
  const tests = Object.entries(tags).map(([key, glob]) => ({ key, matches: tagGlob(glob) }));
  return (known) =>
    known !== undefined && tests.every(({ key, matches }) => Object.hasOwn(known, key) && matches(known[key] ?? ''));
}

/** Compiles a glob of tag values. They are not paths: `*` matches any text, including `/` and the empty text. */
export function tagGlob(glob: string): Test<string> {
  if (glob === '') return (value) => value === '';
  if (/^\*+$/.test(glob)) return ALWAYS;
  return compileTextGlob(glob);
}
