import { unreadableHint } from '../../../core/refusals/unreadable-hint';
import { DESTINATION, exampleConfig } from '../organization/example';

const circumstances = { config: exampleConfig(), roleName: 'OrgS3role', isManagementAccount: false };
const hint = (operation: string, code: string, changes: Partial<typeof circumstances> = {}) =>
  unreadableHint({ operation, code, message: '' }, { ...circumstances, ...changes });

describe('unreadableHint', () => {
  it.each([
    ['AccessDenied', 'must allow s3:GetInventoryConfiguration on the bucket'],
    ['AccessDenied', 'its name belongs to another account now'],
    ['AllAccessDisabled', 'must allow s3:GetInventoryConfiguration on the bucket'],
    ['PermanentRedirect', 'in another Region now: run "orgs3 discover"'],
    ['AuthorizationHeaderMalformed', 'in another Region now: run "orgs3 discover"'],
    ['InvalidToken', 'The Region may be switched off in this account'],
    ['InvalidAccessKeyId', 'The Region may be switched off in this account'],
    ['SlowDown', 'Repeat the command.'],
  ])('of a bucket that answers %s says: %s', (code, text) => {
    expect(hint('ListBucketInventoryConfigurations', code)).toContain(text);
  });

  it('of an account whose role cannot be assumed says whose it is and what makes it', () => {
    const text = hint('AssumeRole', 'AccessDenied');

    expect(text).toContain(
      "The role OrgS3role must exist in the account and trust your credentials: apply the account's access stack",
    );
    expect(text).toContain(`credentials of account ${DESTINATION}`);
    expect(text).not.toContain('discover');
  });

  it('of an account whose role a StackSet makes tells of its units', () => {
    const config = exampleConfig({ access: { mode: 'stackset' } });

    expect(hint('AssumeRole', 'AccessDenied', { config })).toContain('a unit of access.organizationalUnits');
  });

  it('knows that the management account has no such role of its own', () => {
    expect(hint('AssumeRole', 'AccessDenied', { isManagementAccount: true })).toContain('filters.accounts.exclude');
  });

  it('tells own credentials that have expired from a role that refuses', () => {
    expect(hint('AssumeRole', 'ExpiredToken')).toContain('Sign in again');
  });

  it('names the permission to list buckets', () => {
    expect(hint('ListBuckets', 'AccessDenied')).toContain('must allow s3:ListAllMyBuckets');
  });
});
