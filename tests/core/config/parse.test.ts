import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseConfig } from '../../../core/config/parse';
import { minimal, mistakesIn } from './mistakes';

describe('a valid configuration', () => {
  it('has every default when only the destination is given', () => {
    const result = parseConfig(minimal);

    expect(result).toMatchObject({
      ok: true,
      config: {
        destination: { account: '222222222222', homeRegion: 'eu-west-1' },
        filters: { buckets: { include: [], exclude: [] } },
        access: { mode: 'direct', roleName: 'OrgS3role', trustedPrincipals: [] },
        inventory: { id: 'organization-inventory', format: 'Parquet', destinationPrefix: 'inventory' },
        retention: { reportsDays: 90, destroyReports: false },
        alarms: { emails: [], overdueAfterDays: 10 },
        backend: { type: 'local', directory: '.terraform-state' },
        tags: {},
      },
    });
  });

  it('may inventory other Regions than the home Region', () => {
    expect(mistakesIn(`${minimal}filters:\n  regions:\n    include: ["us-*"]\n`)).toEqual([]);
  });

  it('may use an alias for a repeated value', () => {
    const result = parseConfig(`${minimal}tags:\n  Owner: &team storage\n  Team: *team\n`);

    expect(result).toMatchObject({ ok: true, config: { tags: { Owner: 'storage', Team: 'storage' } } });
  });
});

describe('an invalid configuration', () => {
  it('gives all mistakes at once, in the order of the file, with line, column and path', () => {
    const text = [
      'destination:',
      '  account: 022222222222',
      'inventory:',
      '  fields: [Size, Sise, Size]',
      '  frequency: Hourly',
      'retention:',
      '  reportsDays: 0',
      '  reportsDays: -1',
    ].join('\n');

    expect(mistakesIn(text)).toEqual([
      'f:1:1: destination.homeRegion: found nothing, allowed a Region code such as eu-west-1',
      'f:2:12: destination.account: found the number 022222222222, ' +
        'allowed an account id in quotes, such as "012345678901": a number loses its leading zero',
      expect.stringMatching(/^f:4:18: inventory\.fields\[1\]: found "Sise", allowed Size, .* \(did you mean Size\?\)$/),
      'f:4:24: inventory.fields[2]: found "Size", allowed each value once',
      'f:5:14: inventory.frequency: found "Hourly", allowed Daily, Weekly',
      'f:8:3: retention.reportsDays: found the key "reportsDays" again, allowed each key once in its mapping',
      'f:8:16: retention.reportsDays: found the number -1, allowed a number of days from 1 to 36500',
    ]);
  });

  it('lacks organizationReadAccess, which has no default', () => {
    expect(mistakesIn(`${minimal}delegation: { stackSets: true }\n`)).toEqual([
      expect.stringMatching(
        /: delegation\.organizationReadAccess: found nothing, allowed true or false: an organization has only one/,
      ),
    ]);
  });

  it('gives the required keys when the file is empty', () => {
    expect(mistakesIn('')).toEqual([
      expect.stringMatching(/^f:1:1: found nothing, allowed a mapping with the keys dest/),
    ]);
  });

  it('points at the key where a value is missing', () => {
    expect(mistakesIn(`${minimal}filters:\n`)).toEqual([
      'f:4:1: filters: found nothing, allowed a mapping with the keys accounts, organizationalUnits, regions, buckets',
    ]);
  });

  it('gives the nearest key for a misspelled one, and lists the others', () => {
    expect(mistakesIn(`${minimal}retention:\n  reportDays: 3\n`)).toEqual([
      'f:5:3: retention.reportDays: found the unknown key "reportDays", ' +
        'allowed reportsDays, queryResultsDays, destroyReports (did you mean reportsDays?)',
    ]);
  });

  it('names a Region that lies in no partition', () => {
    expect(mistakesIn(minimal.replace('eu-west-1', 'mars-north-1'))).toEqual([
      'f:3:15: destination.homeRegion: found "mars-north-1", allowed a Region of a partition that orgs3 knows: ' +
        'aws, aws-cn, aws-us-gov, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-eusc',
    ]);
  });

  it('finds keys that belong to another kind of backend', () => {
    expect(mistakesIn(`${minimal}backend:\n  type: local\n  workspacePrefix: a\n`)).toEqual([
      'f:6:3: backend.workspacePrefix: found the unknown key "workspacePrefix", allowed type, directory',
    ]);
  });

  it.each([
    ['backend: { bucket: state }', 'f:4:1: backend.type: found nothing, allowed local, s3, cloud'],
    ['backend: { type: S3 }', 'f:4:18: backend.type: found "S3", allowed local, s3, cloud (did you mean s3?)'],
    ['inventory: { enabled: yes }', 'f:4:23: inventory.enabled: found "yes", allowed true or false'],
    ['inventory: { format: true }', 'f:4:22: inventory.format: found true, allowed CSV, ORC, Parquet'],
    ['inventory: text', 'f:4:12: inventory: found "text", allowed a mapping with the keys id, enabled, format'],
    ['filters: { buckets: { include: logs } }', 'f:4:32: filters.buckets.include: found "logs", allowed a list'],
    ['filters: { accounts: { include: ["123"] } }', 'found "123", allowed an account id of 12 digits, or a glob'],
    [
      'filters: { accounts: { include: [111111111111] } }',
      'found the number 111111111111, allowed an account id or glob',
    ],
    ['filters: { regions: { include: [EU-*] } }', 'found "EU-*", allowed a Region code or a glob in small letters'],
    [
      'filters: { organizationalUnits: { include: [Prod] } }',
      'found "Prod", allowed a path or glob from the root down',
    ],
    ['tags: { CostCenter: 4711 }', 'f:4:21: tags.CostCenter: found the number 4711, allowed text: write it in quotes'],
    [
      'tags: { "aws:x": y }',
      'f:4:9: tags["aws:x"]: found the key "aws:x", allowed a tag key that is not empty and does not',
    ],
    ['retention: { reportsDays: 1.5 }', 'found the number 1.5, allowed a whole number of days'],
    [
      'emulator: { endpoint: "http://127.0.0.1:5600/moto" }',
      'f:4:23: emulator.endpoint: found "http://127.0.0.1:5600/moto"',
    ],
    ['emulator: { endpoint: "http://127.0.0.1:99999" }', 'allowed a URL such as "http://127.0.0.1:5600"'],
    ['inventory: { destinationPrefix: a/ }', 'found "a/", allowed a key prefix that does not end in "/"'],
    ['alarms: { emails: [storage] }', 'f:4:20: alarms.emails[0]: found "storage", allowed an e-mail address such as'],
    ['alarms: { emails: [a@b.org, a@b.org] }', 'f:4:29: alarms.emails[1]: found "a@b.org", allowed each value once'],
    ['alarms: { overdueAfterDays: 1 }', 'alarms.overdueAfterDays: found the number 1, allowed a number of days from 2'],
    ['access: { trustedPrincipals: [deploy] }', 'found "deploy", allowed the ARN of a role or user'],
    [
      'access: { permissionsBoundary: "arn:aws:iam::222222222222:policy/workloads" }',
      'allowed the name of a policy, with its path if it has one, such as "boundaries/workloads", and not an ARN',
    ],
    ['access: { sessionTags: { "AWS:a": b } }', 'found the key "AWS:a", allowed a tag key of up to 128 letters'],
    ['access: { sessionTags: { a: "${b}" } }', 'found "${b}", allowed a tag value of up to 256 letters'],
    ['access: { sessionTags: { Team: a, team: b } }', 'access.sessionTags.team: found "b", allowed each key once'],
    [
      'access: { mode: stacksets }',
      'access.mode: found "stacksets", allowed direct, stackset (did you mean stackset?)',
    ],
    ['access: { organizationalUnits: [/Workloads] }', 'found "/Workloads", allowed the id of an organizational unit'],
    [
      'access: { organizationalUnits: [r-ab12, r-ab12] }',
      'organizationalUnits[1]: found "r-ab12", allowed each value once',
    ],
    ['access: { permissionsBoundary: /workloads }', 'found "/workloads", allowed the name of a policy'],
  ])('%s', (line, expected) => {
    expect(mistakesIn(minimal + line)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('rules over more than one value', () => {
  it('refuse a bootstrap role with the name of the role that it creates', () => {
    expect(mistakesIn(`${minimal}access:\n  bootstrapRole: ops/OrgS3role\n`)).toEqual([
      expect.stringMatching(
        /^f:5:18: access\.bootstrapRole: found "ops\/OrgS3role", allowed an existing role other than access\.roleName/,
      ),
    ]);
  });

  it('refuse weekly reports that expire before the next one', () => {
    const weekly = (days: number) =>
      mistakesIn(`${minimal}inventory: { frequency: Weekly }\nretention: { reportsDays: ${days} }\n`);

    expect(weekly(7)).toEqual([
      expect.stringMatching(/^f:5:27: retention\.reportsDays: found the number 7, allowed 8 days/),
    ]);
    expect(weekly(8)).toEqual([]);
  });

  it('refuse an overdue age that every weekly report would exceed', () => {
    const weekly = (days: number, more = 'inventory: { frequency: Weekly }') =>
      mistakesIn(`${minimal}${more}\nalarms: { overdueAfterDays: ${days} }\n`);

    expect(weekly(7)).toEqual([
      expect.stringMatching(/^f:5:29: alarms\.overdueAfterDays: found the number 7, allowed 8 days or more while inv/),
    ]);
    expect(weekly(8)).toEqual([]);
    expect(weekly(2, 'inventory: { frequency: Daily }')).toEqual([]);
  });

  it('refuse more session tags than a session can have', () => {
    const tags = Array.from({ length: 51 }, (_, index) => `k${index}: v`).join(', ');

    expect(mistakesIn(`${minimal}access: { sessionTags: { ${tags} } }`)).toEqual([
      expect.stringMatching(/access\.sessionTags\.k50: found "v", allowed at most 50 tags$/),
    ]);
  });

  it('refuse principals and tags that make the trust policy of the role too long for IAM', () => {
    const tags = Array.from({ length: 10 }, (_, index) => `key${index}: ${'v'.repeat(200)}`).join(', ');
    const principals = Array.from({ length: 50 }, (_, index) => `arn:aws:iam::222222222222:role/deploy-${index}`);

    expect(mistakesIn(`${minimal}access: { sessionTags: { ${tags} } }`)).toEqual([
      expect.stringMatching(/^f:4:24: access\.sessionTags: .*fewer or shorter ones: .* 2\d\d\d .*IAM takes 2048$/),
    ]);
    expect(mistakesIn(`${minimal}access: { trustedPrincipals: [${principals.join(', ')}] }`)).toEqual([
      expect.stringMatching(/^f:4:30: access\.trustedPrincipals: .*fewer or shorter ones/),
    ]);
  });

  it('run even if other values are wrong', () => {
    const mistakes = mistakesIn(
      'access: { bootstrapRole: OrgS3role, mode: x }\ninventory: { fields: [ETag, nope, ETag] }',
    );

    expect(mistakes.map((line) => line.split(': ')[1])).toEqual([
      'destination',
      'access.bootstrapRole',
      'access.mode',
      'inventory.fields[1]',
      'inventory.fields[2]',
    ]);
  });
});

describe('text that is not YAML', () => {
  it('is refused with the faulty text, and its values are not checked', () => {
    expect(mistakesIn('destination:\n\taccount: 1\nnope: 1\n')).toEqual([
      'f:2:1: found "account: 1", allowed spaces as indentation: YAML knows no tabs there',
    ]);
  });

  it('explains that a glob with a leading star needs quotes', () => {
    expect(mistakesIn(`${minimal}filters: { buckets: { exclude: [*-tmp, *] } }`)).toEqual([
      expect.stringMatching(/^f:4:33: found "\*-tmp", allowed "\*-tmp" in quotes/),
      expect.stringMatching(/^f:4:40: found "\*", allowed "\*" in quotes/),
    ]);
  });

  it('is refused at its end where a quote is never closed', () => {
    expect(mistakesIn('tags: "x\n')).toEqual([
      expect.stringMatching(/found the end of the file, allowed valid YAML; .*quote/),
    ]);
  });

  it('cannot exhaust memory by nested aliases', () => {
    const names = [...'abcdefghij'];
    const lines = names.map((name, index) => {
      const item = index === 0 ? 'x' : `*${names[index - 1] ?? ''}`;
      return `${name}: &${name} [${Array(9).fill(item).join(', ')}]`;
    });

    expect(mistakesIn(lines.join('\n'))).toEqual([
      expect.stringMatching(/^f:1:1: found aliases, allowed fewer aliases/),
    ]);
  });
});

describe('random files', () => {
  const words = fc.constantFrom(
    'destination', 'account', 'filters', 'backend', 'type', 's3', 'fields', 'Size', 'tags', 'null', '~', '012', '1e999', '.nan',
    ': ', ':', '- ', '\n', '\n  ', '\n\t', '[', ']', '{', '}', ', ', '"', "'", '&a ', '*a', '!x ', '!!int ', '? ', '|', '>', '#', '%',
    '---\n', '<<', '\uFEFF', '\r\n', '\u0000', '__proto__',
  ); // prettier-ignore
  const text = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((list) => list.join('')),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => `destination: ${JSON.stringify(value)}\ntags: ${JSON.stringify(value)}`),
    fc
      .jsonValue()
      .map((value) => stringify({ inventory: value, backend: { type: value }, filters: { accounts: value } })),
  );

  it('give a configuration or mistakes with positions in the file, and never make the parser throw', () => {
    fc.assert(
      fc.property(text, (input) => {
        const result = parseConfig(input);
        if (result.ok) return;
        const lines = input.split(/\r?\n/).length;
        expect(result.mistakes.length).toBeGreaterThan(0);
        for (const { line, column, found, allowed } of result.mistakes) {
          expect(line >= 1 && line <= lines && column >= 1).toBe(true);
          expect(found !== '' && allowed !== '').toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
