import { marked } from 'marked';
import { printable } from '../../../core/text/printable';

/** Markdown as a reader of GitHub's kind of it understands it. */
export interface RenderedMarkdown {
  /** Names of all tags and comments, each once, sorted. */
  readonly tags: readonly string[];
  /** The table's rows without its head: what each cell shows, a line per code span. */
  readonly rows: readonly (readonly string[])[];
  /** What stands outside of code spans, as HTML without its tags. */
  readonly outsideCode: string;
}

/** Renders Markdown and takes it apart again. */
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

/** What a code span shows of a text from outside: itself, or its number. */
export const shownInCode = (text: string) => printable(text).replace(/\\(?=\\*\|)/g, '\\u005c');

/** What a cell shows. */
const shownIn = (html: string) =>
  html
    .replace(/<br>/g, '\n')
    .replace(/<\/?code>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => ENTITIES[name] ?? '');

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
