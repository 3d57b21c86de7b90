import { withDirectoryBuckets } from '../../../core/discovery/directory-buckets';
import { account, snapshot } from '../organization/example';

const A = '111111111111';
const error = { operation: 'ListDirectoryBuckets', code: 'AccessDenied', message: 'no' };
const fast = { name: 'fast--euw1-az1--x-s3', region: 'eu-west-1' };
const far = { name: 'far--use1-az4--x-s3', region: 'us-east-1' };
const names = (region: string, ...found: readonly string[]) => ({ account: A, region, names: found });
const refusal = (region: string) => ({ account: A, region, error });

/** The directory buckets of the account after these reads; `known` are those before. */
const after = (known: readonly (typeof fast)[] | undefined, ...reads: Parameters<typeof withDirectoryBuckets>[1]) =>
  withDirectoryBuckets(snapshot(account(A, known === undefined ? {} : { directoryBuckets: known })), reads).accounts[0]
    ?.directoryBuckets;

describe('withDirectoryBuckets', () => {
  it('sorts directory buckets by Region and name', () => {
    expect(after(undefined, names('us-east-1', far.name), names('eu-west-1', fast.name, 'a--euw1-az1--x-s3'))).toEqual([
      { name: 'a--euw1-az1--x-s3', region: 'eu-west-1' },
      fast,
      far,
    ]);
  });

  it('drops a bucket that its Region no longer lists', () => {
    expect(after([fast, far], names('eu-west-1'))).toEqual([far]);
    expect(after([fast], names('eu-west-1'), refusal('us-east-1'))).toEqual([]);
  });

  it('keeps the known buckets of a Region that AWS refuses or that is not read', () => {
    expect(after([fast, far], refusal('eu-west-1'))).toEqual([fast, far]);
  });

  it('has an empty list where there are none, and no list where it is unknown', () => {
    expect(after(undefined, names('eu-west-1'), names('us-east-1'))).toEqual([]);
    expect(after(undefined, names('eu-west-1'), refusal('us-east-1'))).toBeUndefined();
    expect(after(undefined)).toBeUndefined();
  });

  it('treats a Region without an endpoint as empty, and keeps the known buckets there', () => {
    const nowhere = { account: A, region: 'us-east-1', error: { ...error, code: 'ENOTFOUND' } };

    expect(after(undefined, names('eu-west-1'), nowhere)).toEqual([]);
    expect(after([far], names('eu-west-1'), nowhere)).toEqual([far]);
  });

  it('has the buckets that were found, even if AWS refuses another Region', () => {
    expect(after(undefined, names('eu-west-1', fast.name), refusal('us-east-1'))).toEqual([fast]);
  });
});
