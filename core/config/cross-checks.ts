import type { z } from 'zod';

/**
 * Rules over more than one value, for `superRefine`. They run although other values are wrong, so that all mistakes are
 * told at once: what they are given may therefore differ from its type, and they compare before they trust.
 */

/** For `when`: the rule runs on any list. */
export const onLists = { when: ({ value }: z.core.ParsePayload) => Array.isArray(value) };

/** For `when`: the rule runs on any mapping. */
export const onMappings = {
  when: ({ value }: z.core.ParsePayload) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** No value of the list comes twice. The mistake is the later one. */
export function eachOnce(list: readonly unknown[], context: z.RefinementCtx): void {
  list.forEach((input, index) => {
    if (list.indexOf(input) < index)
      context.addIssue({ code: 'custom', path: [index], input, message: 'each value once' });
  });
}

interface Access {
  readonly roleName?: unknown;
  readonly bootstrapRole?: unknown;
}

/** The role that Terraform works with cannot be the one that it creates. A path before a role's name does not set it apart. */
export function bootstrapDiffers({ roleName, bootstrapRole }: Access, context: z.RefinementCtx): void {
  if (typeof roleName !== 'string' || typeof bootstrapRole !== 'string') return;
  if (bootstrapRole.split('/').at(-1) !== roleName) return;
  context.addIssue({
    code: 'custom',
    path: ['bootstrapRole'],
    input: bootstrapRole,
    message: `a role that exists already, other than access.roleName (${JSON.stringify(roleName)}), which it creates`,
  });
}

interface Lifetimes {
  readonly inventory?: { readonly frequency?: unknown } | undefined;
  readonly retention?: { readonly reportsDays?: unknown } | undefined;
}

/** A weekly report lives until the next one has come, or the current state would be empty for part of each week. */
export function reportsOverlap({ inventory, retention }: Lifetimes, context: z.RefinementCtx): void {
  const days = retention?.reportsDays;
  if (inventory?.frequency !== 'Weekly' || typeof days !== 'number' || days < 1 || days > 7) return;
  context.addIssue({
    code: 'custom',
    path: ['retention', 'reportsDays'],
    input: days,
    message: '8 days or more while inventory.frequency is Weekly: the next report must come before this one expires',
  });
}
