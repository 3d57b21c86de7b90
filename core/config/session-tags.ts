import { z } from 'zod';
import { onMappings } from './cross-checks';

/**
 * How many tags a session takes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST_TAGS = 50;

/** Tags of every session of the role. AWS takes letters of any language; keys here also name conditions of the trust policy. */
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
  .superRefine(atMost50, onMappings)
  .superRefine(keysDiffer, onMappings)
  .default({})
  .describe('Tags that every session of the role carries, and without which nobody assumes it');

function atMost50(tags: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const [path] = Object.keys(tags).slice(MOST_TAGS);
  if (path === undefined) return;
  const message = `at most ${MOST_TAGS} tags`;
  context.addIssue({ code: 'custom', path: [path], input: tags[path], message });
}

/** Keys of session tags are the same whatever their capital letters. The mistake is the later one. */
function keysDiffer(tags: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [path, input] of Object.entries(tags)) {
    const key = path.toLowerCase();
    if (seen.has(key)) {
      const message = 'each key once: capital letters make no other key';
      context.addIssue({ code: 'custom', path: [path], input, message });
    }
    seen.add(key);
  }
}
