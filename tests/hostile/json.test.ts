import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createLog } from '../../adapters/aws/log';
import { readSnapshot, writeSnapshot } from '../../adapters/files/snapshot-files';
import { addAdopt } from '../../cli/adopt';
import { addDeadLetters } from '../../cli/dead-letters';
import { addDiscover } from '../../cli/discover';
import { addDrift } from '../../cli/drift';
import { addExplain } from '../../cli/explain';
import { addStatus } from '../../cli/status';
import { renderTabular } from '../../cli/tabular';
import { jsonText } from '../../core/text/printable';
import { snapshot } from '../core/organization/example';
import { hostileAccounts, type HostileOrganization, startHostileOrganization } from './hostile-organization';
import { hostileTexts } from './hostile-texts';
import { UNPRINTABLE } from './unprintable';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);

/** All texts in a value, property names included. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member)]);
};
const hidden = (text: string) => text.split('\n').filter((line) => UNPRINTABLE.test(line));

let organization: HostileOrganization;
beforeEach(async () => {
  organization = await startHostileOrganization();
});
afterEach(() => organization.close());

describe('JSON', () => {
  it.each([
    ['adopt', addAdopt, ['adopt']],
    ['discover', addDiscover, ['discover', '--existing', '--directory-buckets']],
    ['drift', addDrift, ['drift']],
    ['status', addStatus, ['status']],
  ] as const)('of orgs3 %s gives every name back exactly, and drives no terminal', async (_name, add, words) => {
    const { out } = await organization.run(add, words, '--format', 'json');

    expect(hostileTexts.filter((text) => !textsIn(JSON.parse(out)).includes(text))).toEqual([]);
    expect(hidden(out)).toEqual([]);
  });

  it.each(hostileTexts)('of orgs3 explain keeps %j exactly', async (text) => {
    const { out } = await organization.run(addExplain, ['explain'], '--format', 'json', '--', text);

    expect(JSON.parse(out)).toMatchObject([{ bucket: text, accountName: text, tags: { [`${text} key`]: text } }]);
    expect(hidden(out)).toEqual([]);
  });

  it('of orgs3 dead-letters is valid although AWS answers something hostile', async () => {
    const { out } = await organization.run(addDeadLetters, ['dead-letters', 'list'], '--format', 'json');

    expect(textsIn(JSON.parse(out)).some((text) => text.includes('\nerror: all is lost'))).toBe(true);
    expect(hidden(out)).toEqual([]);
  });

  it('of a query result keeps every text exactly, one row a line', () => {
    const columns = [{ name: '__proto__', type: 'text' as const }];
    const out = [
      ...renderTabular('json', { columns, rows: hostileTexts.map((text) => [text]) }, { color: false }),
    ].join('');

    expect((JSON.parse(out) as object[]).flatMap((row) => Object.entries(row))).toEqual(
      hostileTexts.map((text) => ['__proto__', text]),
    );
    expect(hidden(out)).toEqual([]);
    expect(out.split('\n')).toHaveLength(hostileTexts.length + 3);
  });

  it('keeps any value exactly, on one line or on several', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(JSON.stringify(JSON.parse(jsonText(value, indent)))).toBe(JSON.stringify(value));
        expect(hidden(jsonText(value, indent))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the snapshot in version control', () => {
  it('shows every name unchanged in a pull request, and can be read back exactly', () => {
    const folder = join(organization.folder, 'organization');
    writeSnapshot(folder, snapshot(...hostileAccounts));

    const files = hostileAccounts.map(({ id }) => readFileSync(join(folder, 'accounts', `${id}.json`), 'utf8'));

    expect(files.flatMap(hidden)).toEqual([]);
    expect(readSnapshot(folder)).toEqual(snapshot(...hostileAccounts));
  });
});

describe('the log of a Lambda', () => {
  it.each(hostileTexts)('holds %j on one line, exactly', (text) => {
    const lines: string[] = [];
    createLog((line) => void lines.push(line), { region: text })('warn', text, { key: text, tables: [text] });

    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'warn', message: text, region: text, key: text, tables: [text] },
    ]);
    expect(lines.filter((line) => line.includes('\n') || UNPRINTABLE.test(line))).toEqual([]);
  });
});
