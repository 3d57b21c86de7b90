import { z } from 'zod';
import type { SynthesizedStack } from '../stacks/synthesized';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statementSchema = z.object({
  Sid: z.string(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
const policySchema = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statementSchema) });

export type Statement = z.output<typeof statementSchema>;
export type Policy = z.output<typeof policySchema>;

/** Policies by their place, `<stack> <address>.<attribute>`, as Terraform gives them to AWS. */
export type Policies = ReadonlyMap<string, Policy>;

/**
 * Every policy of the stacks, whatever resource holds it: each attribute that is JSON with statements, read as Terraform
 * reads it (`$${` stands for `${`).
 */
export const policiesOf = (stacks: readonly SynthesizedStack[]): Policies =>
  new Map(
    stacks
      .flatMap(({ resources }) => resources)
      .flatMap(({ stack, address, attributes }) =>
        Object.entries(attributes).flatMap(([name, value]) => {
          const policy = typeof value === 'string' && /"Statement"/.test(value) ? parsePolicy(value) : undefined;
          return policy === undefined ? [] : [[`${stack} ${address}.${name}`, policy] as const];
        }),
      ),
  );

/** A policy outside of all stacks, as AWS would get it. */
export const readPolicy = (document: unknown): Policy => policySchema.parse(JSON.parse(JSON.stringify(document)));

const parsePolicy = (text: string) => policySchema.parse(JSON.parse(text.replaceAll(/([$%])\1(?=\{)/g, '$1')));

/** The policy at a place. */
export function policyAt(policies: Policies, where: string): Policy {
  const policy = policies.get(where);
  if (policy === undefined) throw new Error(`no policy at ${where}, but at ${[...policies.keys()].join(', ')}`);
  return policy;
}
