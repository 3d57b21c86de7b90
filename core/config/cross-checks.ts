import type { z } from 'zod';
import { SEPARATOR } from './allowed-by';

/**
 * Rules over more than one value, for `superRefine`. They run although other values are wrong, so that all mistakes are
 * told at once: what they are given may therefore differ from its type, and they compare before they trust.
 */

/** For `when`: the rule runs on any list. */
export const onLists = { when: ({ value }: z.core.ParsePayload) => Array.isArray(value) };

const isMapping = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** For `when`: the rule runs on any mapping. */
export const onMappings = { when: ({ value }: z.core.ParsePayload) => isMapping(value) };

/** For `when`: the rule runs on a mapping in which nothing else is wrong. */
export const onRightMappings = {
  when: ({ value, issues }: z.core.ParsePayload) => isMapping(value) && issues.length === 0,
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

/** For a mapping in which every key may be left out: one at least must be there. */
export const namesSomething =
  (message: string) =>
  (input: object, context: z.RefinementCtx): void => {
    if (Object.values(input).every((value) => value === undefined))
      context.addIssue({ code: 'custom', input, message });
  };

/** S3 encrypts with a key of the bucket's own Region only. */
export function keysInTheirRegion(keys: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [region, input] of Object.entries(keys)) {
    if (typeof input !== 'string' || !input.startsWith('arn:') || input.split(':')[3] === region) continue;
    context.addIssue({ code: 'custom', path: [region], input, message: `the ARN of a key in ${region}` });
  }
}

interface Configurations {
  readonly inventory?: { readonly id?: unknown; readonly frequency?: unknown } | undefined;
  readonly additional?: unknown;
  readonly overrides?: unknown;
}

/** Two configurations of a bucket with one id would be one. The mistake is the later one. */
export function idsDiffer(config: Configurations, context: z.RefinementCtx): void {
  const ids = idsOf(config);
  for (const [index, input] of ids.additional.entries()) {
    if (input !== ids.main && ids.additional.indexOf(input) === index) continue;
    if (typeof input !== 'string') continue;
    const message = `another id: ${input === ids.main ? 'inventory.id is' : 'one before it is'} the same`;
    context.addIssue({ code: 'custom', path: ['additional', index, 'id'], input, message });
  }
}

/** An override can only change a configuration that is there. */
export function configurationsExist(config: Configurations, context: z.RefinementCtx): void {
  const { main, additional } = idsOf(config);
  const ids = [main, ...additional].filter((id) => typeof id === 'string');
  for (const [index, override] of itemsOf(config.overrides).entries()) {
    const input = member(override, 'configuration');
    if (typeof input !== 'string' || ids.includes(input)) continue;
    const path = ['overrides', index, 'configuration'];
    context.addIssue({ code: 'custom', path, input, message: ids.join(SEPARATOR), params: { listed: true } });
  }
}

const idsOf = ({ inventory, additional }: Configurations) => ({
  main: inventory?.id,
  additional: itemsOf(additional).map((item) => member(item, 'id')),
});

const itemsOf = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;

interface Lifetimes extends Configurations {
  readonly retention?: { readonly reportsDays?: unknown } | undefined;
  readonly register?: { readonly retentionDays?: unknown } | undefined;
}

/** A weekly report lives until the next one has come, or the current state would be empty for part of each week. */
export function reportsOverlap(config: Lifetimes, context: z.RefinementCtx): void {
  const weekly = firstWeekly(config);
  for (const [days, ...path] of [
    [config.retention?.reportsDays, 'retention', 'reportsDays'],
    [config.register?.retentionDays, 'register', 'retentionDays'],
  ]) {
    if (weekly === undefined || typeof days !== 'number' || days < 1 || days > 7) continue;
    context.addIssue({
      code: 'custom',
      path: path.map(String),
      input: days,
      message: `8 days or more while ${weekly} is Weekly: the next report must come before this one expires`,
    });
  }
}

interface Watched extends Configurations {
  readonly alarms?: { readonly overdueAfterDays?: unknown } | undefined;
}

interface Register {
  readonly destination?: { readonly homeRegion?: unknown } | undefined;
  readonly register?: { readonly kmsKeyArn?: unknown } | undefined;
}

/** S3 encrypts with a key of the bucket's own Region only. */
export function registerKeyIsAtHome({ destination, register }: Register, context: z.RefinementCtx): void {
  const input = register?.kmsKeyArn;
  const home = destination?.homeRegion;
  if (typeof input !== 'string' || typeof home !== 'string' || input.split(':')[3] === home) return;
  context.addIssue({
    ...{ code: 'custom', path: ['register', 'kmsKeyArn'], input },
    message: `the ARN of a key in ${home}, the home Region`,
  });
}

/** A weekly report appears up to a day after its scan: sooner than 8 days, every bucket would be overdue once a week. */
export function notOverdueByPlan(config: Watched, context: z.RefinementCtx): void {
  const days = config.alarms?.overdueAfterDays;
  const weekly = firstWeekly(config);
  if (weekly === undefined || typeof days !== 'number' || days < 2 || days > 7) return;
  context.addIssue({
    code: 'custom',
    path: ['alarms', 'overdueAfterDays'],
    input: days,
    message: `8 days or more while ${weekly} is Weekly: sooner, every weekly report would be overdue before the next one comes`,
  });
}

/** Where the configuration first asks for weekly reports, as a path. */
function firstWeekly({ inventory, additional, overrides }: Configurations): string | undefined {
  const asked: readonly (readonly [string, unknown])[] = [
    ['inventory', inventory],
    ...itemsOf(additional).map((item, index) => [`additional[${index}]`, item] as const),
    ...itemsOf(overrides).map((item, index) => [`overrides[${index}].set`, member(item, 'set')] as const),
  ];
  const weekly = asked.find(([, settings]) => member(settings, 'frequency') === 'Weekly');
  return weekly && `${weekly[0]}.frequency`;
}
