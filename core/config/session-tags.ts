import { z } from 'zod';
import { whenMapping } from './cross-checks';

/**
 * Maximum number of tags per session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST_TAGS = 50;

/** Tags of every session of the role. Their keys also appear in conditions of the trust policy, so fewer characters are allowed than AWS allows. */
export const sessionTags = z
  .record(
    z
      .string()
      .regex(
        /^(?![aA][wW][sS]:)[\w.:/=+@-]{1,128}$/,
        'a tag key of up to 128 letters, digits and _.:/=+-@ that does not start with "aws:"',
      ),
    z.string().regex(/^[\w .:/=+@-]{0,256}$/, 'a tag value of up to 256 letters, digits, spaces and _.:/=+-@'),
  )
  .superRefine(atMost50, whenMapping)
  .superRefine(keysDiffer, whenMapping)
  .default({})
  .describe('Tags that every session of the role must carry');

function atMost50(tags: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const [path] = Object.keys(tags).slice(MOST_TAGS);
  if (path === undefined) return;
  const message = `at most ${MOST_TAGS} tags`;
  context.addIssue({ code: 'custom', path: [path], input: tags[path], message });
}

/** Refuses keys that differ only in upper and lower case, at the second one: AWS ignores case in keys of session tags. */
function keysDiffer(tags: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [path, input] of Object.entries(tags)) {
    const key = path.toLowerCase();
    if (seen.has(key)) {
      const message = 'each key once, regardless of upper and lower case';
      context.addIssue({ code: 'custom', path: [path], input, message });
    }
    seen.add(key);
  }
}
