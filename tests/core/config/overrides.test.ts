import { minimal, mistakesIn } from './mistakes';
import { parseConfig } from '../../../core/config/parse';

const overriding = (override: string) => mistakesIn(`${minimal}overrides:\n  - ${override}\n`);
const first = (text: string) => mistakesIn(minimal + text)[0] ?? '';

describe('encryption', () => {
  it('is SSE-S3 by default', () => {
    expect(parseConfig(minimal)).toMatchObject({ ok: true, config: { inventory: { encryption: { type: 'SSE-S3' } } } });
  });

  it('accepts a KMS key per Region', () => {
    const key = 'arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555';

    expect(
      parseConfig(`${minimal}inventory: { encryption: { type: SSE-KMS, keys: { eu-west-1: "${key}" } } }`),
    ).toMatchObject({ ok: true, config: { inventory: { encryption: { keys: { 'eu-west-1': key } } } } });
  });

  it.each([
    ['encryption: SSE-KMS', 'found "SSE-KMS", allowed a mapping'],
    ['encryption: { type: KMS }', 'found "KMS", allowed none, SSE-S3, SSE-KMS'],
    ['encryption: { type: SSE-S3, keys: {} }', 'found the unknown key "keys", allowed type'],
    [
      'encryption: { type: SSE-KMS, keys: { eu-west-1: "alias/reports" } }',
      'inventory.encryption.keys.eu-west-1: found "alias/reports", allowed the whole ARN of a KMS key',
    ],
    [
      'encryption: { type: SSE-KMS, keys: { eu-west-1: "arn:aws:kms:us-east-1:222222222222:key/1" } }',
      'allowed the ARN of a key in eu-west-1',
    ],
    ['encryption: { type: SSE-KMS, keys: { mars: "arn:aws:kms:mars:222222222222:key/1" } }', 'found the key "mars"'],
  ])('%s', (setting, expected) => {
    expect(first(`inventory: { ${setting} }`)).toContain(expected);
  });
});

describe('a field that is not in the list', () => {
  it.each([
    'LifecycleExpirationDate',
    'ObjectLockEventHoldStatus',
    'ObjectLockEventHoldDuration',
    'IntelligentTieringReferenceDate',
  ])('%s is refused because the Terraform provider does not accept it yet', (field) => {
    const mistake = first(`inventory: { fields: [Size, ${field}] }`);

    expect(mistake).toContain(
      `found "${field}", allowed a field that the Terraform provider 5.100 accepts (S3 accepts this one, the provider does not yet): Size, `,
    );
    expect(mistake).toMatch(/, ObjectOwner$/);
  });

  it('is refused with the list of fields and the nearest one', () => {
    expect(overriding('{ match: { regions: [eu-west-1] }, set: { fields: [Etag] } }')[0]).toMatch(
      /overrides\[0\]\.set\.fields\[0\]: found "Etag", allowed Size, .*, ObjectOwner \(did you mean ETag\?\)$/,
    );
  });
});

describe('additional configurations', () => {
  it('have no default for a setting that they leave out', () => {
    const result = parseConfig(`${minimal}additional: [{ id: security, format: CSV }]`);

    expect(result).toMatchObject({ ok: true });
    expect(result.ok && result.config.additional).toEqual([{ id: 'security', format: 'CSV' }]);
  });

  it.each([
    ['{ format: CSV }', 'additional[0].id: found nothing, allowed'],
    ['{ id: organization-inventory }', 'found "organization-inventory", allowed another id: inventory.id has the same'],
    ['{ id: a }, { id: a }', 'additional[1].id: found "a", allowed another id: an earlier configuration has the same'],
    ['{ id: a, destinationPrefix: x }', 'found the unknown key "destinationPrefix", allowed id, match, enabled'],
    [
      '{ id: a, match: {} }',
      'found a mapping, allowed at least one of accounts, organizationalUnits, regions, buckets',
    ],
    ['{ id: a, match: { tags: { a: b } } }', 'found the unknown key "tags", allowed accounts, organizationalUnits'],
  ])('%s', (items, expected) => {
    expect(first(`additional: [${items}]`)).toContain(expected);
  });
});

describe('overrides', () => {
  it('may change any setting of any configuration, and remove a prefix filter', () => {
    const text = `${minimal}
additional: [{ id: second }]
overrides:
  - match: { accounts: ["333333333333"], organizationalUnits: [/A/**], regions: [eu-*], buckets: ["*"], tags: { Owner: "" } }
    configuration: second
    set: { enabled: false, format: ORC, frequency: Weekly, versions: All, fields: [], prefixFilter: null, encryption: { type: none } }
  - match: { buckets: [x] }
    configuration: organization-inventory
    set: { enabled: true }
`;

    expect(mistakesIn(text)).toEqual([]);
  });

  it.each([
    ['{ set: { enabled: false } }', 'overrides[0].match: found nothing, allowed a mapping with the keys accounts'],
    ['{ match: { buckets: [a] } }', 'overrides[0].set: found nothing, allowed a mapping with the keys enabled'],
    [
      '{ match: {}, set: { enabled: false } }',
      'found a mapping, allowed at least one of accounts, organizationalUnits, regions, buckets, tags',
    ],
    ['{ match: { buckets: [] }, set: { enabled: false } }', 'found an empty list, allowed at least one glob'],
    [
      '{ match: { buckets: [a] }, set: {} }',
      'overrides[0].set: found a mapping, allowed at least one of enabled, format',
    ],
    ['{ match: { tags: {} }, set: { enabled: false } }', 'found a mapping, allowed at least one tag'],
    ['{ match: { bucket: [a] }, set: { enabled: false } }', '(did you mean buckets?)'],
    ['{ match: { buckets: [a] }, set: { destinationPrefix: x } }', 'found the unknown key "destinationPrefix"'],
    [
      '{ match: { buckets: [a] }, configuration: organisation-inventory, set: { enabled: false } }',
      'overrides[0].configuration: found "organisation-inventory", allowed organization-inventory (did you mean organization-inventory?)',
    ],
  ])('%s', (override, expected) => {
    expect(overriding(override)[0]).toContain(expected);
  });
});

describe('weekly reports that expire before the next one comes', () => {
  const short = 'retention: { reportsDays: 7 }\n';

  it.each([
    ['additional: [{ id: a }, { id: b, frequency: Weekly }]', 'additional[1].frequency'],
    ['overrides: [{ match: { buckets: [a] }, set: { frequency: Weekly } }]', 'overrides[0].set.frequency'],
  ])('are refused wherever they are configured: %s', (text, path) => {
    expect(first(short + text)).toContain(
      `retention.reportsDays: found the number 7, allowed 8 days or more while ${path} is Weekly`,
    );
  });
});
