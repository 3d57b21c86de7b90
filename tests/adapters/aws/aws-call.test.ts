import { awsCallError } from '../../../adapters/aws/aws-call';
import { AwsCallError } from '../../../core/errors';

describe('awsCallError', () => {
  it('names the call, its target and AWS’s answer, and keeps the cause', () => {
    const cause = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    const error = awsCallError('ListBuckets', { account: '012345678901' }, cause, 'sign in');

    expect(error.message).toBe('ListBuckets in account 012345678901 failed: AccessDenied: Access Denied');
    expect(error).toMatchObject({ code: 'AccessDenied', answer: 'Access Denied', next: 'sign in', cause });
  });

  it('advises nothing by itself: in the log of a Lambda nobody can choose other credentials', () => {
    const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });

    expect(awsCallError('GetObject', {}, denied).next).toBeUndefined();
  });

  it('passes on an error that is ours already, such as that of the credentials', () => {
    const refusal = new AwsCallError('AssumeRole', {}, 'AccessDenied', 'not authorized');

    expect(awsCallError('ListBuckets', {}, refusal)).toBe(refusal);
  });

  it('names a network error by its code', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });

    expect(awsCallError('ListBuckets', {}, refused)).toMatchObject({ code: 'ECONNREFUSED', answer: refused.message });
  });

  it('names the status of an answer without a body, which is all that S3 says to HEAD', () => {
    const unknown = (httpStatusCode: number) =>
      Object.assign(new Error('UnknownError'), { name: 'Unknown', $metadata: { httpStatusCode } });

    expect(awsCallError('HeadObject', {}, unknown(403)).message).toBe(
      'HeadObject failed: Forbidden: HTTP status 403, and no reason',
    );
    expect(awsCallError('HeadObject', {}, unknown(503))).toMatchObject({ code: 'Status503' });
  });

  it('tells every address that was tried where the network error says nothing itself', () => {
    const tried = Object.assign(new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]), {
      code: 'ECONNREFUSED',
    });

    expect(awsCallError('ListBuckets', {}, tried)).toMatchObject({
      code: 'ECONNREFUSED',
      answer: 'refused ::1; refused 127.0.0.1',
    });
  });
});
