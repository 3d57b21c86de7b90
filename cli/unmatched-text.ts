import { formatPath } from '../core/config/mistake';
import type { UnmatchedGlob } from '../core/inventory/unmatched-globs';
import { printable } from '../core/text/printable';
import type { WrittenConfig } from './explanation-text';
import { count, under } from './lists';

/** A note on the globs that match nothing, each with its line in the file; nothing where all match something. */
export const describeUnmatched = (globs: readonly UnmatchedGlob[], { file, positionOf }: WrittenConfig): string[] =>
  under(
    'Globs that match nothing in the snapshot:',
    globs.map((one) => {
      const place = positionOf(one.source);
      const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
      return `${where}: ${formatPath(one.source)}: ${describe(one)}`;
    }),
  ).map(printable);

function describe({ glob, comparedWith, escaped }: UnmatchedGlob): string {
  const [meant] = escaped;
  const hint = meant === undefined ? '' : ` (in a name, "/" is written %2F and "%" is written %25: ${meant})`;
  return `"${glob}" matches none of ${describeCompared(comparedWith)}${hint}`;
}

const describeCompared = ({ what, count: n }: UnmatchedGlob['comparedWith']) =>
  what === 'bucket with known tags' ? `the tags of ${count(n, 'bucket')}` : count(n, what);

/** The same as data. */
export const unmatchedJson = (globs: readonly UnmatchedGlob[], { positionOf }: WrittenConfig) =>
  globs.map(({ source, ...rest }) => ({ ...positionOf(source), path: formatPath(source), ...rest }));
