import { describeCoverage } from '../../cli/coverage-text';
import { coverageOf } from '../../core/organization/coverage';
import type { AccountSnapshot } from '../../core/organization/snapshot';
import { account, bucket, exampleConfig, snapshot } from '../core/organization/example';

const A = '111111111111';
const B = '222222222222';
const told = (...accounts: readonly AccountSnapshot[]) =>
  describeCoverage(coverageOf(exampleConfig(), snapshot(...accounts)));
const asked = account(A, { directoryBuckets: [] });

describe('describeCoverage', () => {
  it('has one line, of the fields, where everything is covered', () => {
    expect(told(asked)).toEqual([
      'Not covered:',
      expect.stringMatching(/^ {2}fields LifecycleExpirationDate, ObjectLock.*: S3 offers them/) as string,
    ]);
  });

  it('names accounts that are out of scope, and how many buckets of theirs are known', () => {
    expect(told(asked, account(B, { name: 'old', state: 'SUSPENDED', buckets: [bucket('a'), bucket('b')] }))).toEqual(
      expect.arrayContaining([
        '  1 account, 2 known buckets: the account is SUSPENDED: AWS refuses calls there',
        `    ${B} (old): 2 known buckets`,
      ]),
    );
  });

  it('names accounts that could not be read, with AWS’s answer', () => {
    const error = { operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized' };

    expect(told({ ...asked, error, buckets: [bucket('a')] })).toContain(
      `    ${A} (account ${A}): 1 known bucket: AssumeRole: AccessDenied: not authorized`,
    );
  });

  it('holds nothing that could drive a terminal', () => {
    const name = `red${String.fromCharCode(0x1b)}[31m`;

    expect(told(account(B, { name, state: 'CLOSED' })).join('')).toContain('red\\u001b[31m');
  });
});
