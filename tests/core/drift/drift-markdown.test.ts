import fc from 'fast-check';
import type { Difference } from '../../../core/drift/difference';
import { code, driftMarkdown } from '../../../core/drift/drift-markdown';
import { place, unreadable, unreadableAccount } from './example';
import { renderMarkdown, shownInCode } from './rendered-markdown';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const MINUTES = 60_000;

const missing: Difference = { kind: 'missing', ...place, configuration: 'organization-inventory' };
const PLAIN = ['code', 'h3', 'table', 'tbody', 'td', 'th', 'thead', 'tr'];

describe('driftMarkdown', () => {
  it('is a heading and a table with a row per difference', () => {
    const { tags, rows } = renderMarkdown(driftMarkdown([missing, unreadableAccount], 3));

    expect(driftMarkdown([missing], 3)).toContain('### S3 Inventory: 1 difference in 3 buckets (1 missing).\n');
    expect(tags).toEqual(PLAIN);
    expect(rows).toEqual([
      [
        'missing',
        place.account,
        place.region,
        place.bucket,
        'organization-inventory',
        'the configuration does not exist',
      ],
      ['unreadable', place.account, '', '', '', 'AssumeRole: AccessDenied: not authorized (12 buckets of the account)'],
    ]);
  });

  it('puts each changed field on a line of its own', () => {
    const changes = ['format', 'frequency'].map((field) => ({ field, want: 'a', have: 'b' }));
    const changed: Difference = { kind: 'changed', ...place, configuration: 'id', changes };

    expect(renderMarkdown(driftMarkdown([changed], 1)).rows[0]?.at(-1)).toBe(
      'format: want a, have b\nfrequency: want a, have b',
    );
  });

  it('is only the heading where nothing differs', () => {
    expect(driftMarkdown([], 5)).toBe('### S3 Inventory: No differences in 5 buckets.\n');
    expect(driftMarkdown([], 5, ['missing'])).toBe('### S3 Inventory: No differences of kind missing in 5 buckets.\n');
  });

  it.each([
    ['pipes', 'a|b || c|'],
    ['escaped pipes', '\\| \\\\| \\\\\\|'],
    ['a backslash at the end', 'a\\'],
    ['backticks', '`a` ``b`` ```'],
    ['backticks at both ends', '`a`'],
    ['spaces at both ends', '  a  '],
    ['nothing but spaces', '   '],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)><!-- -->'],
    ['a closed cell', '</code></td></tr></table><h1>'],
    ['entities', '&lt;b&gt; &amp; &#124; &quot;'],
    ['mentions and references', '@everyone @org/team #1 GH-1 org/repo#1'],
    ['links', '[a](https://example.com) <https://example.com> https://example.com www.example.com'],
    ['images', '![a](https://example.com/a.png)'],
    ['emphasis', '*a* _b_ **c** ~~d~~ $e$'],
    ['line breaks', 'a\nb\r\nc\n\n# d\u2028e'],
    ['a direction turned around', 'a\u202eb'],
  ])('shows %s as text, in the place they are in', (_what, text) => {
    const hostile = (kind: 'foreign' | 'missing'): Difference => ({
      kind,
      ...place,
      bucket: text,
      configuration: text,
    });
    const refused: Difference = { ...unreadable, bucket: text, error: { operation: 'Op', code: text, message: text } };
    const changed: Difference = {
      kind: 'changed',
      ...place,
      bucket: text,
      configuration: text,
      changes: [
        { field: 'destination.prefix', want: 'a', have: text },
        { field: 'destination.account', want: 'b', have: text },
      ],
    };

    const { tags, rows } = renderMarkdown(driftMarkdown([hostile('foreign'), refused, changed, hostile('missing')], 3));

    expect(tags).toEqual(['br', ...PLAIN]);
    expect(rows.map((row) => row.slice(1))).toEqual([
      [place.account, place.region, shownInCode(text), shownInCode(text), expect.any(String)],
      [place.account, place.region, shownInCode(text), '', shownInCode(`Op: ${text}: ${text}`)],
      [
        place.account,
        place.region,
        shownInCode(text),
        shownInCode(text),
        `${shownInCode(`destination.prefix: want a, have ${text}`)}\n${shownInCode(`destination.account: want b, have ${text}`)}`,
      ],
      [place.account, place.region, shownInCode(text), shownInCode(text), expect.any(String)],
    ]);
  });

  it('stays below the limit of GitHub, and counts the rows that it leaves out', () => {
    const buckets = Array.from({ length: 2000 }, (_, index) => ({ ...missing, bucket: `bucket-${index}` }));
    const markdown = driftMarkdown(buckets, 2000);
    const { rows } = renderMarkdown(markdown);

    expect(markdown.length).toBeGreaterThan(55_000);
    expect(markdown.length).toBeLessThan(60_100);
    expect(markdown).toContain('2000 differences in 2000 buckets');
    expect(markdown).toContain(`… and ${2000 - rows.length} more, which \`orgs3 drift\` lists.\n`);
    expect(rows.at(-1)?.[3]).toBe(`bucket-${rows.length - 1}`);
  });

  it('shortens a long message, so that other rows fit', () => {
    const endless = { ...unreadable, error: { ...unreadable.error, message: 'no '.repeat(40_000) } };

    const { rows } = renderMarkdown(driftMarkdown([endless, missing], 2));

    expect(rows.map(([kind]) => kind)).toEqual(['unreadable', 'missing']);
    expect(rows[0]?.at(-1)).toMatch(/^ListBucketInventoryConfigurations: AccessDenied: no no .{900,} …$/);
  });
});

describe('code', () => {
  it(
    'shows any text as itself, in one cell and one code span',
    () => {
      const signs = fc.constantFrom(
        '`',
        '``',
        '|',
        '\\',
        ' ',
        '<',
        '>',
        '&',
        '*',
        '[',
        ']',
        '(',
        ')',
        '@',
        'a',
        '\n',
        '#',
      );
      const text = fc.oneof(fc.string({ unit: signs, maxLength: 12 }), fc.string({ unit: 'binary' }));
      fc.assert(
        fc.property(text, text, (first, second) => {
          const head = '| a | b |\n| --- | --- |\n';
          const { tags, rows } = renderMarkdown(`${head}| ${code(first)} | ${code(second)} |\n`);
          expect(rows).toEqual([[shownInCode(first), shownInCode(second)]]);
          expect(tags.filter((tag) => !PLAIN.includes(tag))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    10 * MINUTES,
  );
});
