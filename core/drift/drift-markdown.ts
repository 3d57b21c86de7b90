import { printable } from '../text/printable';
import { configurationOf, describeDifference, summarizeDrift } from './describe-difference';
import type { Difference, DifferenceKind } from './difference';

/** GitHub allows 65,536 characters in an issue or a comment; the rest is room for text around the table. */
const MOST_CHARACTERS = 60_000;
/** Maximum length of one text, so that a long error message leaves room for other rows. */
const MOST_IN_A_TEXT = 1000;
const HEAD = ['kind', 'account', 'Region', 'bucket', 'configuration', 'what'];

/**
 * Formats differences as GitHub's Markdown, short enough for an issue or a comment; the last line counts those that do not fit.
 * Every text from outside is in a code span, where it cannot format, link or mention.
 *
 * @param kinds the kinds that were requested; empty means all
 */
export function driftMarkdown(
  differences: readonly Difference[],
  buckets: number,
  kinds: readonly DifferenceKind[] = [],
): string {
  const heading = `### S3 Inventory: ${summarizeDrift(differences, buckets, kinds)}`;
  if (differences.length === 0) return `${heading}\n`;
  const lines = [heading, '', row(HEAD), row(HEAD.map(() => '---'))];
  let room = MOST_CHARACTERS - lines.join('\n').length;
  const rows = differences.map(differenceRow);
  const fitting = rows.findIndex((line) => (room -= line.length + 1) < 0);
  const shown = fitting === -1 ? rows : rows.slice(0, fitting);
  const left = rows.length - shown.length;
  const rest = left === 0 ? [] : ['', `… and ${left} more, which \`orgs3 drift\` lists.`];
  return `${[...lines, ...shown, ...rest].join('\n')}\n`;
}

const differenceRow = (difference: Difference) =>
  row([
    difference.kind,
    difference.account,
    code(difference.region ?? ''),
    code(difference.bucket ?? ''),
    code(configurationOf(difference)),
    describeDifference(difference).map(shortened).map(code).join('<br>'),
  ]);

const shortened = (text: string) => (text.length > MOST_IN_A_TEXT ? `${text.slice(0, MOST_IN_A_TEXT)} …` : text);

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/**
 * Formats a text as a code span in a table cell: fenced by more backticks than it contains, with escaped pipes. A backslash
 * before a pipe becomes `\u005c`, because Markdown renderers treat the pair differently.
 *
 * @see https://github.github.com/gfm/#code-spans
 * @see https://github.github.com/gfm/#tables-extension- (a pipe is escaped inside code spans too)
 */
export function code(text: string): string {
  if (text === '') return '';
  const shown = printable(text)
    .replace(/\\(?=\\*\|)/g, '\\u005c')
    .replaceAll('|', '\\|');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(shown) && shown.trim() !== '' ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}
