import {
  configurationOf,
  countByKind,
  describeDifference,
  KIND_MEANINGS,
  summarizeDrift,
} from '../../../core/drift/describe-difference';
import { DIFFERENCE_KINDS, type Difference } from '../../../core/drift/difference';
import { driftJson } from '../../../core/drift/drift-json';
import { place, unreadable, unreadableAccount } from './example';

const configuration = 'organization-inventory';
const missing: Difference = { kind: 'missing', ...place, configuration };
const changed: Difference = {
  kind: 'changed',
  ...place,
  configuration,
  changes: [{ field: 'frequency', want: 'Daily', have: 'Weekly' }],
};
const gone: Difference = { kind: 'gone-bucket', ...place };

/** The description of a changed field. */
const change = (want: string | boolean | null | string[], have: typeof want) =>
  describeDifference({ ...changed, changes: [{ field: 'field', want, have }] });

describe('describeDifference', () => {
  it('gives the desired and the live value of every changed field', () => {
    expect(
      describeDifference({
        ...changed,
        changes: [...changed.changes, { field: 'destination.prefix', want: 'a', have: 'b' }],
      }),
    ).toEqual(['frequency: want Daily, have Weekly', 'destination.prefix: want a, have b']);
  });

  it('distinguishes no value, an empty text and the word none', () => {
    expect(change(null, '')).toEqual(['field: want (none), have (empty)']);
    expect(change('none', null)).toEqual(['field: want none, have (none)']);
    expect(change(true, false)).toEqual(['field: want true, have false']);
  });

  it('gives the missing and the extra items of a list', () => {
    expect(change(['A', 'B', 'C'], ['B', 'D'])).toEqual(['field: lacks A, C; has besides D']);
    expect(change(['A'], [])).toEqual(['field: lacks A']);
    expect(change([], ['A', 'B'])).toEqual(['field: has besides A, B']);
  });

  it('gives AWS’s error for an unreadable bucket, and the number of buckets for an unreadable account', () => {
    expect(describeDifference(unreadable)).toEqual(['ListBucketInventoryConfigurations: AccessDenied: Access Denied']);
    expect(describeDifference(unreadableAccount)).toEqual([
      'AssumeRole: AccessDenied: not authorized (12 buckets of the account)',
    ]);
    expect(describeDifference({ ...unreadableAccount, buckets: 1 })[0]).toContain('(1 bucket of the account)');
  });

  it.each(['missing', 'disabled', 'foreign'] as const)('gives the meaning of %s', (kind) => {
    expect(describeDifference({ ...missing, kind })).toEqual([KIND_MEANINGS[kind]]);
  });
});

describe('configurationOf', () => {
  it('is empty for a difference without a configuration', () => {
    expect([missing, changed, gone, unreadable].map(configurationOf)).toEqual([configuration, configuration, '', '']);
  });
});

describe('summarizeDrift', () => {
  it('counts differences, buckets and kinds, in the order of the kinds', () => {
    expect(summarizeDrift([unreadable, changed, missing, missing], 1200)).toBe(
      '4 differences in 1200 buckets (2 missing, 1 changed, 1 unreadable).',
    );
    expect(summarizeDrift([gone], 1)).toBe('1 difference in 1 bucket (1 gone-bucket).');
    expect(summarizeDrift([], 0)).toBe('No differences in 0 buckets.');
  });

  it('names the kinds where only some were requested', () => {
    expect(summarizeDrift([], 3, ['missing', 'foreign'])).toBe(
      'No differences of kind missing or foreign in 3 buckets.',
    );
    expect(summarizeDrift([missing], 3, ['missing'])).toBe('1 difference of kind missing in 3 buckets (1 missing).');
  });
});

describe('a comparison as data', () => {
  it('has the number of buckets, the kinds that occur, and every difference with its fields', () => {
    expect(driftJson([missing, changed], 7)).toEqual({
      buckets: 7,
      kinds: { missing: 1, changed: 1 },
      differences: [missing, changed],
    });
    expect(driftJson([], 7)).toEqual({ buckets: 7, kinds: {}, differences: [] });
  });

  it('counts every kind', () => {
    const one = (kind: (typeof DIFFERENCE_KINDS)[number]) => ({ ...missing, kind }) as Difference;

    expect(countByKind(DIFFERENCE_KINDS.map(one))).toEqual(DIFFERENCE_KINDS.map((kind) => [kind, 1]));
  });
});
