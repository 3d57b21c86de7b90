import picomatch from 'picomatch';
import type { Config } from '../config/schema';
import { compileGlob } from '../organization/filter';

/** What a criterion can ask of a bucket. */
export interface BucketFacts {
  /** 12 digits. */
  readonly account: string;
  /** Path of the organizational unit that holds the account; `/` for the root. */
  readonly path: string;
  readonly region: string;
  readonly name: string;
  /** `undefined` where they are not known; no tag criterion matches then. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Criteria as in `overrides[].match` and `additional[].match`; those that are left out do not matter. */
export type BucketMatch = Config['overrides'][number]['match'];

type Test<T> = (value: T) => boolean;

const ALWAYS = () => true;

/** Compiles criteria, so that thousands of buckets can be tested: all that are given must match. */
export function compileMatch(match: BucketMatch): Test<BucketFacts> {
  const account = remembered(anyGlob(match.accounts));
  const path = remembered(anyGlob(match.organizationalUnits));
  const region = remembered(anyGlob(match.regions));
  const name = anyGlob(match.buckets);
  const tags = allTags(match.tags);
  return (bucket) =>
    account(bucket.account) && region(bucket.region) && path(bucket.path) && name(bucket.name) && tags(bucket.tags);
}

/** Whether a value matches one of the globs; everything does where none are given. */
export function anyGlob(globs: readonly string[] | undefined): Test<string> {
  if (globs === undefined) return ALWAYS;
  const tests = globs.map(compileGlob);
  return (value) => tests.some((matches) => matches(value));
}

/** Accounts, paths and Regions are few and come again with every bucket. */
function remembered(test: Test<string>): Test<string> {
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

/** Values are no paths: `*` takes any text, that with `/` and the empty one too. */
function tagGlob(glob: string): Test<string> {
  if (glob === '') return (value) => value === '';
  if (/^\*+$/.test(glob)) return ALWAYS;
  return picomatch(glob, { dot: true, bash: true });
}
