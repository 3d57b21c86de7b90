import { addAdopt } from '../../cli/adopt';
import { addDeadLetters } from '../../cli/dead-letters';
import { addDiscover } from '../../cli/discover';
import { addDrift } from '../../cli/drift';
import { addExplain } from '../../cli/explain';
import { addPolicy } from '../../cli/policy';
import { addPublish } from '../../cli/publish';
import { addReconcile } from '../../cli/reconcile';
import { addStatus } from '../../cli/status';
import { reportError } from '../../cli/action';
import { renderTabular } from '../../cli/tabular';
import { Orgs3Error } from '../../core/errors';
import { startFakeDeadLettersAws } from '../cli/fake-dead-letters-aws';
import { type HostileOrganization, startHostileOrganization } from './hostile-organization';
import { hostileTexts } from './hostile-texts';
import { UNPRINTABLE } from './unprintable';

/**
 * Finds lines that look like our own output although they come from a hostile text, and lines with control characters.
 */
const dangerous = (text: string) =>
  text
    .split('\n')
    .filter((line) => UNPRINTABLE.test(line) || /^(error: all is lost|\s*next: curl|\{"level")/.test(line));

const COMMANDS = [
  ['adopt', addAdopt, ['adopt']],
  ['discover', addDiscover, ['discover', '--existing', '--directory-buckets']],
  ['drift', addDrift, ['drift']],
  ['drift --refresh', addDrift, ['drift', '--refresh']],
  ['publish', addPublish, ['publish']],
  ['policy', addPolicy, ['policy', 'destination-bucket']],
  ['reconcile', addReconcile, ['reconcile']],
  ['reconcile --register', addReconcile, ['reconcile', '--register']],
  ['status', addStatus, ['status']],
  ['dead-letters list', addDeadLetters, ['dead-letters', 'list']],
  ['dead-letters list --register', addDeadLetters, ['dead-letters', 'list', '--register']],
  ['dead-letters redrive', addDeadLetters, ['dead-letters', 'redrive']],
] as const;

describe('a terminal', () => {
  let organization: HostileOrganization;
  beforeEach(async () => {
    organization = await startHostileOrganization();
  });
  afterEach(() => organization.close());

  it.each(COMMANDS)(
    'is not driven by orgs3 %s, and no name or answer passes for a line of ours',
    async (_name, add, words) => {
      const { out, notes } = await organization.run(add, words);

      expect(`${out}${notes}`).not.toBe('');
      expect(dangerous(out)).toEqual([]);
      expect(dangerous(notes)).toEqual([]);
    },
  );

  it.each(hostileTexts.map((text) => [JSON.stringify(text), text]))(
    'is not driven by orgs3 explain %s, known or not',
    async (_shown, text) => {
      const known = await organization.run(addExplain, ['explain'], '--', text);
      const unknown = await organization.run(addExplain, ['explain'], '--', `${text}?`);

      expect(known.out).toContain('100000000');
      expect(unknown.notes).toContain('There is no bucket');
      expect([known.out, known.notes, unknown.out, unknown.notes].flatMap(dangerous)).toEqual([]);
    },
  );

  it('receives no control characters from a table, which has a row for each text', () => {
    const columns = [{ name: '\u001b[2J\n', type: 'text' as const }];
    const table = [...renderTabular('table', { columns, rows: hostileTexts.map((text) => [text]) }, { color: false })];

    expect(dangerous(table.join(''))).toEqual([]);
    expect(table.join('').split('\n')).toHaveLength(hostileTexts.length + 3);
  });
});

describe('an error', () => {
  const told = (error: unknown) => {
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    reportError(
      { note, out: () => undefined, interactive: false, color: false, signal: new AbortController().signal },
      error,
    );
    return notes;
  };

  it.each(hostileTexts)('shows %j so that no part of it looks like a line of ours', (text) => {
    const refusal = told(new Orgs3Error(`found ${text}`, { next: `see ${text}` }));
    const defect = told(new Error(text));

    for (const lines of [refusal, defect]) {
      expect(dangerous(lines.join('\n'))).toEqual([]);
      expect(lines.slice(1).filter((line) => !/^ {2}(\||next: see)/.test(line))).toEqual([]);
    }
    expect(refusal.filter((line) => line.startsWith('  next: '))).toHaveLength(1);
  });

  it('shows a message of another program on several lines, such as the position of an error in a statement', () => {
    expect(
      told(new Orgs3Error('refused: no table\n\nLINE 1: SELECT x\n               ^', { next: 'correct it' })),
    ).toEqual([
      'error: refused: no table',
      '  | ',
      '  | LINE 1: SELECT x',
      '  |                ^',
      '  next: correct it',
    ]);
  });
});

describe('the dead letters', () => {
  it('are printed without control characters, whatever a message holds', async () => {
    const events = hostileTexts.flatMap((text) => {
      const s3 = { bucket: { name: text }, object: { key: text } };
      return [text, JSON.stringify({ Records: [{ eventVersion: '2.1', eventName: 'ObjectCreated:Put', s3 }] })];
    });
    const messages = events.map((body, index) => ({ id: `m${index}`, sent: 1767315600000, body }));
    const organization = await startHostileOrganization(() =>
      startFakeDeadLettersAws({ queues: { 'eu-west-1': messages }, objects: {}, refused: {} }),
    );
    const { out, notes } = await organization.run(addDeadLetters, ['dead-letters', 'list']);
    await organization.close();

    expect(out).toContain(`${messages.length} messages:`);
    expect(out.match(/^eu-west-1 /gm)).toHaveLength(messages.length);
    expect(dangerous(`${out}${notes}`)).toEqual([]);
  });
});
