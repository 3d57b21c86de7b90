import { marked } from 'marked';
import { printable } from '../../../core/text/printable';

/** Rendered Markdown, as GitHub shows it. */
export interface RenderedMarkdown {
  /** Names of all tags and comments, each once, sorted. */
  readonly tags: readonly string[];
  /** The rows of the table without its head: the text of each cell, a line per code span. */
  readonly rows: readonly (readonly string[])[];
  /** The text outside code spans, as HTML without tags. */
  readonly outsideCode: string;
}

/** Renders Markdown and extracts its parts. */
export function renderMarkdown(markdown: string): RenderedMarkdown {
  const html = marked.parse(markdown, { gfm: true, async: false });
  const tags = [...html.matchAll(/<\/?([^\s>]+)[^>]*>/g)].map(([, name = '']) => name);
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].slice(1);
  return {
    tags: [...new Set(tags)].sort(),
    rows: rows.map(([, row = '']) => [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => shownIn(cell))),
    outsideCode: html.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, ''),
  };
}

/** The text of a code span: the text itself, or its number. */
export const shownInCode = (text: string) => printable(text).replace(/\\(?=\\*\|)/g, '\\u005c');

/** The text of a cell. */
const shownIn = (html: string) =>
  html
    .replace(/<br>/g, '\n')
    .replace(/<\/?code>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => ENTITIES[name] ?? '');

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
