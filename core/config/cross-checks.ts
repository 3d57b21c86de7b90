import type { z } from 'zod';
import { SEPARATOR } from './allowed-by';

/**
 * Rules over more than one value, for `superRefine`. They run even if other values are wrong, so that all mistakes are
 * reported at once. Their input can therefore have wrong types, which each rule checks first.
 */

/** Option of `superRefine`: the rule runs on any list. */
export const whenList = { when: ({ value }: z.core.ParsePayload) => Array.isArray(value) };

const isMapping = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Option of `superRefine`: the rule runs on any mapping. */
export const whenMapping = { when: ({ value }: z.core.ParsePayload) => isMapping(value) };

/** Option of `superRefine`: the rule runs on a mapping without other mistakes. */
export const whenValidMapping = {
  when: ({ value, issues }: z.core.ParsePayload) => isMapping(value) && issues.length === 0,
};

/** Refuses a value that appears twice in a list, at its second place. */
export function noDuplicates(list: readonly unknown[], context: z.RefinementCtx): void {
  list.forEach((input, index) => {
    if (list.indexOf(input) < index)
      context.addIssue({ code: 'custom', path: [index], input, message: 'each value once' });
  });
}

interface Access {
  readonly roleName?: unknown;
  readonly bootstrapRole?: unknown;
}

/** Refuses a bootstrap role that has the name of the role it creates. Role names are unique in an account, whatever their paths. */
export function bootstrapRoleDiffers({ roleName, bootstrapRole }: Access, context: z.RefinementCtx): void {
  if (typeof roleName !== 'string' || typeof bootstrapRole !== 'string') return;
  if (bootstrapRole.split('/').at(-1) !== roleName) return;
  context.addIssue({
    code: 'custom',
    path: ['bootstrapRole'],
    input: bootstrapRole,
    message: `an existing role other than access.roleName (${JSON.stringify(roleName)}), which it creates`,
  });
}

/** Refuses a mapping without any key. */
export const notEmpty =
  (message: string) =>
  (input: object, context: z.RefinementCtx): void => {
    if (Object.values(input).every((value) => value === undefined))
      context.addIssue({ code: 'custom', input, message });
  };

/** Refuses a key of another Region: S3 encrypts only with keys of the bucket's own Region. */
export function keysMatchRegion(keys: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
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

/** Refuses an id that two configurations share, at its second place. */
export function idsAreUnique(config: Configurations, context: z.RefinementCtx): void {
  const ids = idsOf(config);
  for (const [index, input] of ids.additional.entries()) {
    if (input !== ids.main && ids.additional.indexOf(input) === index) continue;
    if (typeof input !== 'string') continue;
    const message = `another id: ${input === ids.main ? 'inventory.id' : 'an earlier configuration'} has the same`;
    context.addIssue({ code: 'custom', path: ['additional', index, 'id'], input, message });
  }
}

/** Refuses an override of a configuration that does not exist. */
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

/** Refuses retention so short that a weekly report expires before the next one: the current state would be empty for days. */
export function retentionFitsFrequency(config: Lifetimes, context: z.RefinementCtx): void {
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

interface Alarms extends Configurations {
  readonly alarms?: { readonly overdueAfterDays?: unknown } | undefined;
}

interface AssetRegister {
  readonly destination?: { readonly homeRegion?: unknown } | undefined;
  readonly register?: { readonly kmsKeyArn?: unknown } | undefined;
}

/** Refuses a register key outside the home Region: S3 encrypts only with keys of the bucket's own Region. */
export function assetRegisterKeyInHomeRegion({ destination, register }: AssetRegister, context: z.RefinementCtx): void {
  const input = register?.kmsKeyArn;
  const home = destination?.homeRegion;
  if (typeof input !== 'string' || typeof home !== 'string' || input.split(':')[3] === home) return;
  context.addIssue({
    code: 'custom',
    path: ['register', 'kmsKeyArn'],
    input,
    message: `the ARN of a key in ${home}, the home Region`,
  });
}

/** Refuses less than 8 days with weekly reports, which appear up to a day after the scan: every bucket would be overdue once a week. */
export function overdueFitsFrequency(config: Alarms, context: z.RefinementCtx): void {
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

/** The path of the first setting that asks for weekly reports. */
function firstWeekly({ inventory, additional, overrides }: Configurations): string | undefined {
  const asked: readonly (readonly [string, unknown])[] = [
    ['inventory', inventory],
    ...itemsOf(additional).map((item, index) => [`additional[${index}]`, item] as const),
    ...itemsOf(overrides).map((item, index) => [`overrides[${index}].set`, member(item, 'set')] as const),
  ];
  const weekly = asked.find(([, settings]) => member(settings, 'frequency') === 'Weekly');
  return weekly && `${weekly[0]}.frequency`;
}
