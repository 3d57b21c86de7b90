import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { configJsonSchema } from '../../../core/config/json-schema';
import { parseConfig } from '../../../core/config/parse';
import { minimal } from './mistakes';

const read = (path: string) => readFileSync(join(__dirname, '../../..', path), 'utf8');

const schemaNode = z.looseObject({
  description: z.string().optional(),
  default: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});

interface Leaf {
  readonly path: string;
  readonly description: string;
  /** Default value as JSON. */
  readonly fallback: string | undefined;
}

/** Every key without nested keys. */
function leaves(value: unknown, path = ''): Leaf[] {
  const { properties, oneOf, description = '', default: fallback } = schemaNode.parse(value);
  if (oneOf !== undefined) return oneOf.flatMap((option) => leaves(option, path));
  if (properties === undefined)
    return [{ path, description, fallback: fallback === undefined ? undefined : JSON.stringify(fallback) }];
  return Object.entries(properties).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

const allLeaves = leaves(configJsonSchema());

describe('inventory.schema.json', () => {
  it('is what `npm run schema` writes', () => {
    expect(JSON.parse(read('inventory.schema.json'))).toEqual(configJsonSchema());
  });

  it('describes every key', () => {
    expect(allLeaves.filter(({ description }) => description === '')).toEqual([]);
    expect(allLeaves.length).toBeGreaterThan(35);
  });

  it('accepts and refuses the same configurations as the parser', () => {
    const schema = z.fromJSONSchema(configJsonSchema());
    const samples = [
      minimal,
      '',
      `${minimal}nope: 1`,
      `${minimal}inventory: { format: csv }`,
      'destination: { account: 1 }',
    ];

    expect(samples.map((text) => schema.safeParse(parse(text)).success)).toEqual([true, false, false, false, false]);
    expect(samples.map((text) => parseConfig(text).ok)).toEqual([true, false, false, false, false]);
  });
});

describe('examples/inventory.yaml', () => {
  const example = read('examples/inventory.yaml');

  it('is valid, for the commands and for editors', () => {
    expect(parseConfig(example)).toMatchObject({ ok: true });
    expect(z.fromJSONSchema(configJsonSchema()).safeParse(parse(example)).success).toBe(true);
  });

  it('is valid with each of the other backends that it shows', () => {
    const [, ...others] = example.split(/^(?:# )?backend:\n/m).slice(1);
    const backends = others.map((text) => /^(# {3}.*\n)+/.exec(text)?.[0].replace(/^# /gm, '') ?? '');

    expect(backends.map((text): unknown => parse(text))).toMatchObject([{ type: 's3' }, { type: 'cloud' }]);
    for (const text of backends) expect(parseConfig(`${minimal}backend:\n${text}`)).toMatchObject({ ok: true });
  });

  it('is valid with the delegation that it shows', () => {
    const [delegation = ''] = /^# delegation:\n(# {3}.*\n)+/m.exec(example) ?? [];

    expect(parseConfig(`${minimal}${delegation.replace(/^# /gm, '')}`)).toMatchObject({
      ok: true,
      config: { delegation: { organizationReadAccess: true, attachTo: ['s3-inventory-deploy'] } },
    });
  });

  it('mentions every key', () => {
    const names = allLeaves.map(({ path }) => path.split('.').at(-1) ?? '');

    expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(example))).toEqual([]);
  });

  it('marks every value that is not the default as an example', () => {
    const unmarked = example
      .replace(/^.*# example.*$/gm, '')
      .replace(/^ *(tags|trustedPrincipals|sessionTags):\n/gm, '');
    const withoutExamples = parseConfig(unmarked);

    expect(withoutExamples).toEqual(parseConfig(minimal));
  });
});

describe('docs/configuration.md', () => {
  const rows = read('docs/configuration.md')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, key]) => key?.startsWith('`'));
  const documented = new Map(rows.map((cells) => [cells[1]?.slice(1, -1) ?? '', cells.at(-3) ?? '']));

  it('has a row for every key, and no row for a key that does not exist', () => {
    const keys = allLeaves.map(({ path }) => path);

    expect([...documented.keys()].sort()).toEqual([...new Set(keys)].sort());
  });

  it('states the defaults that are used', () => {
    const stated = allLeaves.filter(({ path, fallback }) => fallback !== undefined && path !== 'inventory.fields');

    expect(stated.map(({ path }) => [path, documented.get(path)])).toEqual(
      stated.map(({ path, fallback }) => [path, `\`${fallback ?? ''}\``]),
    );
  });
});
