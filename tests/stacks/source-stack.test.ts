import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { EMPTY_SOURCE, sampleConfig, sampleProps, SOURCE } from './sample';
import { attributesOf, stackNamed, synthesized } from './synthesized';

const sourceStack = (account: string, config = sampleConfig()) =>
  stackNamed(
    synthesized((app) => addOrganizationStacks(app, sampleProps(config))),
    `source-${account}`,
  );

describe('the source stack of an account', () => {
  it('holds one resource for each Region, whose map is keyed by bucket name', () => {
    const stack = sourceStack(SOURCE);

    expect(
      stack.resources.map(({ address, attributes }) => [
        address,
        attributes['provider'],
        Object.keys(attributes['for_each'] ?? {}),
      ]),
    ).toEqual([
      ['aws_s3_bucket_inventory.inventory_eu-west-1', 'aws.eu-west-1', ['logs.example.com', 'photos']],
      ['aws_s3_bucket_inventory.inventory_us-east-1', 'aws.us-east-1', ['archive']],
    ]);
  });

  it("carries a bucket's settings as the value of its key", () => {
    const inventory = {
      id: 'weekly',
      frequency: 'Weekly',
      versions: 'All',
      format: 'ORC',
      fields: ['ETag', 'Size'],
    } as const;

    const { for_each: each } = attributesOf(
      sourceStack(SOURCE, sampleConfig({ inventory: { ...inventory, fields: [...inventory.fields] } })),
      'aws_s3_bucket_inventory.inventory_us-east-1',
    );

    expect(each).toEqual({
      archive: {
        id: 'weekly',
        enabled: true,
        frequency: 'Weekly',
        versions: 'All',
        format: 'ORC',
        fields: ['Size', 'ETag'],
        prefix_filter: '',
        destination_account: '222222222222',
        destination_bucket_arn: 'arn:aws:s3:::s3inventory-us-east-1-222222222222',
        destination_prefix: 'inventory/333333333333',
        encryption: 'SSE-S3',
        kms_key_arn: '',
      },
    });
  });

  it('holds one more resource for each additional configuration and Region, at an address of its own', () => {
    const additional = [
      { id: 'a.b', format: 'CSV' as const },
      { id: 'a_b', match: { buckets: ['photos'] } },
    ];
    const stack = sourceStack(SOURCE, sampleConfig({ additional }));

    expect(stack.resources.map(({ address }) => address.replace('aws_s3_bucket_inventory.', '')).sort()).toEqual([
      'inventory_eu-west-1',
      'inventory_eu-west-1_a__b',
      'inventory_eu-west-1_a_db',
      'inventory_us-east-1',
      'inventory_us-east-1_a_db',
    ]);
    expect(attributesOf(stack, 'aws_s3_bucket_inventory.inventory_eu-west-1_a__b')['for_each']).toEqual({
      photos: expect.objectContaining({ id: 'a_b', format: 'Parquet' }) as unknown,
    });
  });

  it("gives each bucket what the overrides for it say, also by its account's place in the organization", () => {
    const config = sampleConfig({
      overrides: [
        { match: { organizationalUnits: ['/'] }, set: { prefixFilter: 'x/' } },
        { match: { buckets: ['photos'] }, set: { enabled: false, prefixFilter: null } },
      ],
    });

    expect(attributesOf(sourceStack(SOURCE, config), 'aws_s3_bucket_inventory.inventory_eu-west-1')).toMatchObject({
      for_each: {
        'logs.example.com': { enabled: true, prefix_filter: 'x/' },
        photos: { enabled: false, prefix_filter: '' },
      },
    });
  });

  it('names a given key in the configuration, and no encryption where the destination bucket has the key', () => {
    const keys = { 'eu-west-1': 'arn:aws:kms:eu-west-1:222222222222:key/1' };
    const stack = sourceStack(SOURCE, sampleConfig({ inventory: { encryption: { type: 'SSE-KMS', keys } } }));

    expect(attributesOf(stack, 'aws_s3_bucket_inventory.inventory_eu-west-1')['for_each']).toMatchObject({
      photos: { encryption: 'SSE-KMS', kms_key_arn: keys['eu-west-1'] },
    });
    expect(attributesOf(stack, 'aws_s3_bucket_inventory.inventory_us-east-1')['for_each']).toMatchObject({
      archive: { encryption: 'none', kms_key_arn: '' },
    });
  });

  it('takes text in the configuration as it stands, and starts no Terraform template with it', () => {
    const config = sampleConfig({ inventory: { prefixFilter: 'raw/${var.x}%{if}$' }, tags: { '${k}': '${v}' } });
    const stack = sourceStack(SOURCE, config);

    expect(attributesOf(stack, 'aws_s3_bucket_inventory.inventory_us-east-1')['for_each']).toMatchObject({
      archive: { prefix_filter: 'raw/$${var.x}%%{if}$' },
    });
    expect(stack.providers[0]?.['default_tags']).toEqual([{ tags: { '$${k}': '$${v}' } }]);
  });

  it('goes through the role in the account, with the external id and the session tags, under a session name that never changes', () => {
    const stack = sourceStack(
      SOURCE,
      sampleConfig({ access: { roleName: 'reader', externalId: 'secret-7', sessionTags: { Team: 'storage' } } }),
    );

    expect(stack.providers.map(({ alias, region, assume_role: role }) => ({ alias, region, role }))).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) => ({
        alias: region,
        region,
        role: [
          {
            role_arn: 'arn:aws:iam::333333333333:role/reader',
            external_id: 'secret-7',
            session_name: 'orgs3',
            tags: { Team: 'storage' },
          },
        ],
      })),
    );
  });

  it('keeps the aliases of Regions that have buckets elsewhere or left out, so that configurations there can be removed', () => {
    const withoutBuckets = sourceStack(EMPTY_SOURCE);
    const leftOut = sourceStack(SOURCE, sampleConfig({ filters: { regions: { include: ['eu-*'] } } }));

    expect(withoutBuckets.resources).toEqual([]);
    for (const { providers } of [withoutBuckets, leftOut]) {
      expect(providers.map(({ alias }) => alias)).toEqual(['eu-west-1', 'us-east-1']);
    }
  });

  it('sends every call to the emulator where the configuration names one, and asks it for the account', () => {
    const stack = sourceStack(SOURCE, sampleConfig({ emulator: { endpoint: 'http://127.0.0.1:5600' } }));

    expect(stack.providers[0]).toMatchObject({
      s3_use_path_style: true,
      skip_requesting_account_id: false,
      endpoints: [expect.objectContaining({ s3: 'http://127.0.0.1:5600', sts: 'http://127.0.0.1:5600' })],
    });
    expect(stack.text).not.toContain('access_key');
  });
});
