import type { z } from 'zod';
import { allowedBy, SEPARATOR } from './allowed-by';
import { locate } from './locate';
import { formatPath, type Mistake } from './mistake';
import { nearest } from '../text/nearest';
import { describeFound, quote } from '../text/quote';
import { whenValidMapping } from './cross-checks';
import { readYaml, type YamlText } from './read-yaml';
import { configSchema, type Config } from './schema';

/** A configuration, or all of its mistakes in the order of the file. */
export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** A rule that runs on a configuration without other mistakes. It adds an issue for each mistake. */
export type ConfigRule = (config: Config, context: z.RefinementCtx) => void;

/**
 * Parses the text of `inventory.yaml`. Never throws, and returns all mistakes at once. After a mistake in the YAML itself, other
 * than a repeated key, the values are not checked.
 *
 * @param rules more rules, from rooms above this one
 */
export function parseConfig(text: string, rules: readonly ConfigRule[] = []): ConfigResult {
  const yaml = readYaml(text);
  if (yaml.value === undefined) return { ok: false, mistakes: inOrder(yaml.mistakes) };
  const schema = rules.reduce((checked, rule) => checked.superRefine(rule, whenValidMapping), configSchema);
  const parsed = schema.safeParse(yaml.value, { error: allowedBy, reportInput: true });
  if (parsed.success && yaml.mistakes.length === 0) return { ok: true, config: parsed.data };
  const issues = parsed.error?.issues ?? [];
  return { ok: false, mistakes: inOrder([...yaml.mistakes, ...issues.flatMap((issue) => mistakesOf(issue, yaml))]) };
}

const inOrder = (mistakes: readonly Mistake[]) => mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);

function mistakesOf(issue: z.core.$ZodIssue, yaml: YamlText): Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => wrongKey([...issue.path, key], `the unknown key ${quote(key)}`, issue, yaml));
  if (issue.code === 'invalid_key')
    return [wrongKey(issue.path, `the key ${quote(String(issue.path.at(-1)))}`, issue, yaml)];
  return [wrongValue(issue, yaml)];
}

function wrongKey(
  path: readonly PropertyKey[],
  found: string,
  { code, message }: z.core.$ZodIssue,
  { document, position }: YamlText,
): Mistake {
  const meant = code === 'unrecognized_keys' ? nearest(String(path.at(-1)), message.split(SEPARATOR)) : undefined;
  return {
    ...position(locate(document, path).keyOffset),
    path: formatPath(path),
    found,
    allowed: message,
    ...(meant === undefined ? {} : { meant }),
  };
}

function wrongValue(issue: z.core.$ZodIssue, { document, position }: YamlText): Mistake {
  const { code, path, input, message } = issue;
  const { exists, keyOffset, valueOffset, source } = locate(document, path);
  const value = code === 'invalid_union' ? discriminator(path, input) : input;
  const meant = isList(issue) && typeof value === 'string' ? nearest(value, message.split(SEPARATOR)) : undefined;
  return {
    ...position(exists ? valueOffset : keyOffset),
    path: formatPath(path),
    found: describeFound(value, exists ? source : undefined),
    allowed: message,
    ...(meant === undefined ? {} : { meant }),
  };
}

/** True where the message consists of the allowed values alone. */
function isList(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_value') return issue.message === issue.values.map(String).join(SEPARATOR);
  return issue.code === 'invalid_union' || (issue.code === 'custom' && issue.params?.['listed'] === true);
}

/** Value of the discriminator key. zod reports the whole mapping as the input where this key is wrong. */
function discriminator(path: readonly PropertyKey[], input: unknown): unknown {
  const key = path.at(-1);
  return typeof input === 'object' && input !== null && key !== undefined
    ? Object.getOwnPropertyDescriptor(input, key)?.value
    : input;
}
