import { partHint } from '../../../core/refusals/part-failure';
import { exampleConfig } from '../organization/example';

const circumstances = { config: exampleConfig(), roleName: 'OrgS3role', isManagementAccount: false };
const hint = (operation: string, code: string) => partHint({ operation, code, message: '' }, circumstances);
const CALLS = ['GetBucketTagging', 'ListDirectoryBuckets', 'ListBucketInventoryConfigurations'];

describe('partHint', () => {
  it('names the stack that gives the role a permission of later', () => {
    const config = exampleConfig({ access: { mode: 'stackset' } });
    const error = { operation: 'GetBucketTagging', code: 'AccessDenied', message: '' };

    expect(hint(error.operation, error.code)).toContain("apply the account's access stack again");
    expect(partHint(error, { ...circumstances, config })).toContain('apply the stack "access" again');
  });

  it.each([
    ['GetBucketTagging', 's3:GetBucketTagging'],
    ['ListDirectoryBuckets', 's3express:ListAllMyDirectoryBuckets'],
    ['ListBucketInventoryConfigurations', 's3:GetInventoryConfiguration'],
  ])('names the permission that the role lacks for %s', (operation, permission) => {
    expect(hint(operation, 'AccessDenied')).toContain(`OrgS3role must allow ${permission}`);
  });

  it.each(['InvalidToken', 'InvalidClientTokenId', 'UnrecognizedClientException', 'AuthFailure'])(
    'says after %s that the Region may be off, whatever was asked there',
    (code) => {
      for (const call of CALLS) expect(hint(call, code)).toContain('The Region may be switched off in this account');
    },
  );

  it('does not take refused credentials of the caller for a Region that is off', () => {
    expect(hint('AssumeRole', 'InvalidClientTokenId')).toContain('Sign in again');
  });

  it('says where a bucket is elsewhere by now', () => {
    expect(hint('GetBucketTagging', 'PermanentRedirect')).toContain('in another Region now');
  });

  it('says where a Region has no endpoint for directory buckets', () => {
    expect(hint('ListDirectoryBuckets', 'ENOTFOUND')).toContain(
      'endpoint of S3 Express in this Region cannot be found',
    );
  });

  it('tells to repeat the command after any other trouble', () => {
    for (const call of CALLS) expect(hint(call, 'SlowDown')).toContain('Repeat the command');
  });
});
