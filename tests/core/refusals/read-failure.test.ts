import { hintFor } from '../../../core/refusals/read-failure';
import { DESTINATION, exampleConfig } from '../organization/example';

const circumstances = { config: exampleConfig(), roleName: 'OrgS3role', isManagementAccount: false };
const error = (operation: string, code: string) => ({ operation, code, message: '' });

describe('hintFor', () => {
  it('tells of the bootstrap role where the role of the configuration cannot be assumed', () => {
    expect(hintFor(error('AssumeRole', 'AccessDenied'), circumstances)).toContain(
      '--role OrganizationAccountAccessRole',
    );
  });

  it('tells of the stack "access" and its units where a StackSet makes the role', () => {
    const config = exampleConfig({ access: { mode: 'stackset' } });
    const hint = hintFor(error('AssumeRole', 'AccessDenied'), { ...circumstances, config });

    expect(hint).toContain(
      'apply the stack "access", and see that the account lies in a unit of access.organizationalUnits',
    );
  });

  it('tells to leave the management account out, or to create the role there', () => {
    const hint = hintFor(error('AssumeRole', 'AccessDenied'), { ...circumstances, isManagementAccount: true });

    expect(hint).toContain('filters.accounts.exclude');
    expect(hint).toContain(DESTINATION);
  });

  it('asks for the role itself where another role was named', () => {
    const hint = hintFor(error('AssumeRole', 'AccessDenied'), { ...circumstances, roleName: 'Reader' });

    expect(hint).toContain('The role Reader must exist');
    expect(hint).not.toContain('--role');
  });

  it('names the permission that the role lacks', () => {
    expect(hintFor(error('ListBuckets', 'AccessDenied'), circumstances)).toContain('s3:ListAllMyBuckets');
    expect(hintFor(error('GetBucketLocation', 'AccessDenied'), circumstances)).toContain('s3:GetBucketLocation');
  });

  it('tells to sign in again when the caller’s own credentials are refused', () => {
    expect(hintFor(error('AssumeRole', 'ExpiredTokenException'), circumstances)).toContain('Sign in again');
  });

  it('tells to take fewer tags where they and the policy of the session are too much for STS', () => {
    const hint = hintFor(error('AssumeRole', 'PackedPolicyTooLargeException'), circumstances);

    expect(hint).toContain('fewer or shorter access.sessionTags');
  });

  it('tells to repeat the command after any other trouble', () => {
    expect(hintFor(error('ListBuckets', 'SlowDown'), circumstances)).toContain('Repeat the command');
  });
});
