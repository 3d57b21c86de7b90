import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { z } from 'zod';

const attributes = z.record(z.string(), z.unknown());
const stackSchema = z.object({
  provider: z.object({ aws: z.array(attributes) }).default({ aws: [] }),
  resource: z.record(z.string(), z.record(z.string(), attributes)).default({}),
  terraform: attributes,
});
const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Sid: z.string(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const policySchema = z.object({ Statement: z.array(statementSchema) });

/** A statement of a policy, with `Action` and `Resource` always as lists. */
export type Statement = z.output<typeof statementSchema>;

export interface Resource {
  readonly stack: string;
  readonly type: string;
  /** The address in Terraform, without an instance key. */
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A stack as Terraform sees it. */
export interface SynthesizedStack {
  readonly name: string;
  /** The whole `cdk.tf.json`. */
  readonly text: string;
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resources: readonly Resource[];
}

/** Synthesizes the stacks that `addStacks` adds, and reads them from the files for Terraform. Sorted by name. */
export function synthesized(addStacks: (app: App) => void): SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'orgs3-synth-'));
  try {
    const app = new App({ outdir });
    addStacks(app);
    app.synth();
    return readdirSync(join(outdir, 'stacks'))
      .sort()
      .map((name) => parseStack(name, readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function parseStack(name: string, text: string): SynthesizedStack {
  const { provider, resource, terraform } = stackSchema.parse(JSON.parse(text));
  const resources = Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, own]) => ({ stack: name, type, address: `${type}.${id}`, attributes: own })),
  );
  return { name, text, providers: provider.aws, terraform, resources };
}

/** Finds a stack by its name. */
export function stackNamed(stacks: readonly SynthesizedStack[], name: string): SynthesizedStack {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) throw new Error(`no stack ${name} among ${stacks.map((each) => each.name).join(', ')}`);
  return stack;
}

/** Returns the attributes of the resource at an address. */
export function attributesOf(stack: SynthesizedStack, address: string): Readonly<Record<string, unknown>> {
  const resource = stack.resources.find((candidate) => candidate.address === address);
  if (resource === undefined) throw new Error(`no ${address}, but ${stack.resources.map((r) => r.address).join(', ')}`);
  return resource.attributes;
}

/** Returns the resources of one type. */
export const ofType = (stacks: readonly SynthesizedStack[], type: string): Resource[] =>
  stacks.flatMap(({ resources }) => resources).filter((resource) => resource.type === type);

/** Parses the statements of a policy that an attribute holds as JSON text. */
export const statements = (value: unknown): Statement[] =>
  policySchema.parse(JSON.parse(z.string().parse(value))).Statement;
