import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked, type Token } from 'marked';

export const ROOT = join(__dirname, '..', '..');

/** A page of the documentation, by its path from the root of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
  /** Targets of its links, as written. */
  readonly links: readonly string[];
  /** Anchors of its headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
}

const AT_ROOT = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];

/** Paths of the pages below `docs/`, sorted. */
export const docsPages = (): string[] =>
  readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort();

/** Every page, parsed. */
export const readPages = (): Page[] => [...AT_ROOT, ...docsPages()].map(readPage);

function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => {
    tokens.push(token);
  });
  return {
    path,
    text,
    links: tokens.flatMap((token) => (token.type === 'link' ? [String(token['href'])] : [])),
    anchors: new Set(tokens.flatMap((token) => (token.type === 'heading' ? [anchor(String(token['text']))] : []))),
  };
}

/** The anchor of a heading. A heading that occurs twice on a page gets a number from GitHub, and no link of ours points to one. */
const anchor = (heading: string) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
