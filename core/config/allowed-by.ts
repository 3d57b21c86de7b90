import { z } from 'zod';

/** Separates the alternatives of `allowed`. */
export const SEPARATOR = ', ';

/**
 * An error map for zod's `safeParse`: describes the allowed values of an issue, in words that follow "allowed …". Keys and enum
 * values are joined with `SEPARATOR`. A message in the schema itself overrides this.
 */
export function allowedBy(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typed(issue.expected, issue.input) + keysOf(issue.inst);
    case 'invalid_value':
      return issue.values.map(String).join(SEPARATOR);
    case 'invalid_union':
      return Array.isArray(issue.options) ? issue.options.map(String).join(SEPARATOR) : 'another value';
    case 'unrecognized_keys':
      return shapeOf(issue.inst).join(SEPARATOR);
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join('; ');
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `text of the form ${issue.pattern ?? issue.format}`;
    case 'invalid_element':
    case 'custom':
      return 'another value';
  }
}

const TYPES: Partial<Record<string, string>> = {
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping of names to text',
  number: 'a number',
  int: 'a whole number',
};

function typed(expected: string, input: unknown): string {
  if (expected !== 'string') return TYPES[expected] ?? expected;
  return typeof input === 'number' || typeof input === 'boolean' ? 'text: write it in quotes' : 'text';
}

const shapeOf = (schema: unknown) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

function keysOf(schema: unknown): string {
  const keys = shapeOf(schema);
  return keys.length === 0 ? '' : ` with the keys ${keys.join(SEPARATOR)}`;
}
