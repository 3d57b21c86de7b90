import { existsSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { docsPages, readPages, ROOT } from './pages';

const FOLDERS = '(?:core|adapters|stacks|functions|tests|sandbox|cli|scripts)';
/** A file of the source, wherever it is named; no part of a longer path such as `cdktf.out/stacks/…`. */
const FILE = new RegExp(`(?<![\\w./-])${FOLDERS}/[\\w./-]+\\.(?:ts|js|py|txt)\\b`, 'g');
/** A folder of the source, named as code. */
const FOLDER = new RegExp(`(?<=\`)${FOLDERS}(?:/[\\w-]+)+/?(?=\`)`, 'g');

const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));
const target = (from: string, link: string) => posix.join(dirname(from), link);
const relative = pages.flatMap(({ path, links }) =>
  links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => ({ path, link })),
);

describe('the pages of the documentation', () => {
  it('link to files that exist', () => {
    const broken = relative.filter(({ path, link }) => {
      const [file = ''] = link.split('#');
      return file !== '' && !existsSync(posix.join(ROOT, target(path, file)));
    });

    expect(broken).toEqual([]);
  });

  it('link to headings that exist', () => {
    const broken = relative.filter(({ path, link }) => {
      const [file = '', heading] = link.split('#');
      return heading !== undefined && !byPath.get(file === '' ? path : target(path, file))?.anchors.has(heading);
    });

    expect(broken).toEqual([]);
  });

  it('name files and folders that exist', () => {
    const named = pages
      .filter(({ path }) => path !== 'CHANGELOG.md')
      .flatMap(({ path, text }) =>
        [...text.matchAll(FILE), ...text.matchAll(FOLDER)].map(([name]) => ({ path, name })),
      );

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ name }) => !existsSync(posix.join(ROOT, name)))).toEqual([]);
  });

  it('are all linked: in README.md, or in the index of their folder', () => {
    const linked = (path: string) =>
      new Set(byPath.get(path)?.links.map((link) => target(path, link.split('#')[0] ?? '')));
    const known = new Set([...linked('README.md'), ...linked('docs/decisions/README.md')]);

    expect(docsPages().filter((path) => !known.has(path))).toEqual([]);
  });
});
