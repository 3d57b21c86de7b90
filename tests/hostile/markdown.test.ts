import { addDrift } from '../../cli/drift';
import { driftMarkdown } from '../../core/drift/drift-markdown';
import { renderMarkdown, shownInCode } from '../core/drift/rendered-markdown';
import { differencesWith } from './hostile-differences';
import { startHostileOrganization } from './hostile-organization';
import { HOSTILE_TEXTS, hostileTexts } from './hostile-texts';

/** The only HTML elements that a comparison may produce. */
const OURS = ['br', 'code', 'h3', 'table', 'tbody', 'td', 'th', 'thead', 'tr'];
const harmless = renderMarkdown(driftMarkdown(differencesWith('text'), 1));

describe('Markdown', () => {
  it.each(HOSTILE_TEXTS)('shows %s as text, not as a row, link, image, mention or HTML', (_what, text) => {
    const { tags, rows, outsideCode } = renderMarkdown(driftMarkdown(differencesWith(text), 1));
    const shown = shownInCode(text);

    expect(tags).toEqual(OURS);
    expect(rows.map((row) => row.length)).toEqual(differencesWith(text).map(() => 6));
    expect(
      rows.map(([kind, account, region, bucket, configuration]) => [...[kind, account, region, bucket, configuration]]),
    ).toEqual([
      ['missing', '111111111111', shown, shown, shown],
      ['changed', '111111111111', shown, shown, shown],
      ['disabled', '111111111111', shown, shown, shown],
      ['unmanaged-bucket', '111111111111', shown, shown, ''],
      ['gone-bucket', '111111111111', shown, shown, ''],
      ['foreign', '111111111111', shown, shown, shown],
      ['unreadable', '111111111111', shown, shown, ''],
      ['unreadable', '111111111111', '', '', ''],
    ]);
    // GitHub turns mentions, issue numbers and addresses outside of code into links.
    expect(outsideCode).toBe(harmless.outsideCode);
  });

  it('of orgs3 drift has a row for each difference despite hostile names and answers', async () => {
    const organization = await startHostileOrganization();
    const { out: json } = await organization.run(addDrift, ['drift'], '--format', 'json');
    const { out } = await organization.run(addDrift, ['drift'], '--format', 'markdown');
    await organization.close();
    const { differences } = JSON.parse(json) as { differences: { bucket: string }[] };
    const { tags, rows } = renderMarkdown(out);

    expect(differences.map(({ bucket }) => bucket)).toEqual(expect.arrayContaining(hostileTexts));
    expect(tags.filter((tag) => !OURS.includes(tag))).toEqual([]);
    expect(rows.map((row) => row[3])).toEqual(differences.map(({ bucket }) => shownInCode(bucket)));
  });
});
