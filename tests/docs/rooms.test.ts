import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The first cells of the table whose head has that cell first. */
function firstCells(page: string, head: string): string[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((row) => row.split('`')[1] ?? '');
}

const listIn = (config: string, name: string): string[] =>
  [...(new RegExp(`${name} = \\[([^\\]]*)\\]`).exec(config)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
    ([, room]) => room ?? '',
  );

describe('docs/architecture.md', () => {
  it.each([
    ['core', 'coreRooms'],
    ['adapters', 'adapterRooms'],
  ])('lists the rooms of %s/ in the order that the linter holds, and no folder is missing', (folder, list) => {
    const rooms = firstCells(read('docs/architecture.md'), `room of \`${folder}/\``);
    const folders = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(rooms).toEqual(listIn(read('eslint.config.js'), list));
    expect([...rooms].sort()).toEqual(folders.map(({ name }) => name).sort());
  });
});
