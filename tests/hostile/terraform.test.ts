import { quoteText } from '../../adapters/duckdb/session';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { account, snapshot } from '../core/organization/example';
import { DESTINATION, sampleConfig, sampleProps } from '../stacks/sample';
import { attributesOf, ofType, stackNamed, synthesized } from '../stacks/synthesized';
import { hostileAccounts } from './hostile-organization';

/** Names that CDKTF cannot hold as text. S3 refuses them for new buckets. */
const isRefused = (name: string) => name === '__proto__' || name.includes('TfToken');
const accounts = hostileAccounts.filter(({ name }) => !isRefused(name));
const config = sampleConfig({ overrides: [{ match: { tags: { team: 'x' } }, set: { frequency: 'Weekly' } }] });
const existing = accounts.flatMap(({ id, buckets }) =>
  buckets.map(({ name, region }) => ({ account: id, region, bucket: name, id: config.inventory.id })),
);
/** One saved query for each text, which is also its description. */
const savedQueries = accounts.map(({ name }, index) => ({
  name: `query-${index}`,
  description: name,
  sql: `SELECT ${quoteText(name)}`,
}));
const synthesize = (of: typeof hostileAccounts) =>
  synthesized((app) =>
    addOrganizationStacks(app, {
      ...sampleProps(config, snapshot(account(DESTINATION), ...of)),
      existing,
      savedQueries,
    }),
  );
const stacks = synthesize(accounts);

/** The text that Terraform reads from its JSON: `$${` and `%%{` stand for `${` and `%{`. */
const plain = (text: string) => text.replace(/([$%])\1(?=\{)/g, '$1');
/** A template that Terraform would evaluate. It reads `$$${` as the text `$${`. */
const TEMPLATE = /(?<![$%])[$%]\{\s*(?:file|path|if|x)/;

describe('Terraform', () => {
  it('receives every hostile name as plain text: no stack has a template from one', () => {
    expect(stacks.map(({ name, text }) => [name, TEMPLATE.exec(text)?.[0]]).filter(([, found]) => found)).toEqual([]);
  });

  it.each(hostileAccounts.filter(({ name }) => isRefused(name)).map((each) => [each.name, each] as const))(
    'receives nothing for a bucket called %j, and no other object gets a property from it',
    (_name, hostile) => {
      expect(() => synthesize([hostile])).toThrow('which CDKTF does not take as plain text');
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it.each(accounts.map(({ id, name, buckets }) => [name, id, buckets] as const))(
    'configures the bucket %j, and imports its existing configuration',
    (_name, id, buckets) => {
      const stack = stackNamed(stacks, `source-${id}`);
      const { for_each: each } = attributesOf(stack, 'aws_s3_bucket_inventory.inventory_eu-west-1');
      const imports = (JSON.parse(stack.text) as { import: { to: string; id: string }[] }).import;
      const names = buckets.map(({ name }) => name);

      expect(
        Object.keys(each ?? {})
          .map(plain)
          .toSorted(),
      ).toEqual(names.toSorted());
      expect(imports.map((block) => plain(block.id)).toSorted()).toEqual(
        names.map((name) => `${name}:organization-inventory`).toSorted(),
      );
      expect(imports.map(({ to }) => plain(to)).toSorted()).toEqual(
        names.map((name) => `aws_s3_bucket_inventory.inventory_eu-west-1[${JSON.stringify(name)}]`).toSorted(),
      );
    },
  );

  it('receives the saved queries unchanged, without names of the organization', () => {
    const queries = ofType(stacks, 'aws_athena_named_query').map(({ attributes }) => attributes);

    expect(queries.map(({ query }) => plain(String(query))).toSorted()).toEqual(
      savedQueries.map(({ sql }) => sql).toSorted(),
    );
    expect(queries.map(({ description }) => plain(String(description))).toSorted()).toEqual(
      savedQueries.map(({ description }) => description).toSorted(),
    );
  });
});
