import type { z } from 'zod';
import { sourceRoleTrust, type SourceRoleSettings } from './source-role';

/**
 * Longest trust policy of a role, in characters, unless AWS has raised the quota of every account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST_CHARACTERS = 2048;

/** Checks the length of the role's trust policy: it names every trusted principal and session tag, and IAM has a limit for it. */
export function trustFits(config: SourceRoleSettings, context: z.RefinementCtx): void {
  const { length } = JSON.stringify(sourceRoleTrust(config));
  if (length <= MOST_CHARACTERS) return;
  const { sessionTags, trustedPrincipals } = config.access;
  const [key, input] =
    Object.keys(sessionTags).length === 0
      ? (['trustedPrincipals', trustedPrincipals] as const)
      : (['sessionTags', sessionTags] as const);
  context.addIssue({
    code: 'custom',
    path: ['access', key],
    input,
    message: `fewer or shorter ones: they make the role's trust policy ${length} characters long, and IAM takes ${MOST_CHARACTERS}`,
  });
}
