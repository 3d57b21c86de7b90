import { compileGlob } from '../../../core/organization/filter';
import { plainPath, unitPath } from '../../../core/organization/unit-path';

const NAMES = [
  'Production',
  'CI/CD',
  'CI%2FCD',
  '50% off',
  '%',
  '/',
  '.',
  '..',
  '...',
  '.hidden',
  ' ',
  '*',
  '**',
  '?',
  '[x]',
  'x',
  '[!x]',
  '[',
  ']',
  '{a,b}',
  'a',
  '{1..3}',
  '{',
  '(old)',
  '!x',
  '!(x)',
  '+(x)',
  '@(x)',
  'a|b',
  '"quoted"',
  "it's",
  '^x$',
  '\\',
  'a\\b',
  '# not a comment',
  'line\nbreak',
  'line\u2028separator',
  'größe 鍵 👨‍👩‍👧',
];

/** Writes a path as a glob that means itself, as docs/configuration.md says. */
const literally = (path: string) => path.replace(/[\\*?[\]{}()!+@|"^$]/g, '\\$&');

describe('the path of an organizational unit', () => {
  const paths = NAMES.flatMap((name) => {
    const path = unitPath('/', name);
    return [path, ...NAMES.map((below) => unitPath(path, below))];
  });

  it('is its own', () => {
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('is easy to read', () => {
    expect(['Production', 'CI/CD', '50% off', '[x]', '..'].map((name) => unitPath('/Workloads', name))).toEqual([
      '/Workloads/Production',
      '/Workloads/CI%2FCD',
      '/Workloads/50%25 off',
      '/Workloads/[x]',
      '/Workloads/%2E%2E',
    ]);
  });

  it('gives the names back', () => {
    for (const name of NAMES) expect(plainPath(unitPath('/', name))).toBe(`/${name}`);
  });

  it.each(NAMES)('of %j is matched by a glob with backslashes, and by no other unit', (name) => {
    const path = unitPath('/', name);
    const [itself, subtree] = [literally(path), `${literally(path)}/**`].map(compileGlob);
    const isBelow = (other: string) => other === path || other.startsWith(`${path}/`);

    expect(paths.filter((other) => itself?.(other))).toEqual([path]);
    expect(paths.filter((other) => subtree?.(other))).toEqual(paths.filter(isBelow));
  });

  it.each(NAMES)('of %j is one level, and lies below the root', (name) => {
    const path = unitPath('/', name);

    expect([compileGlob('/*')(path), compileGlob('/**')(path), compileGlob('/*')(`${path}/x`)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
