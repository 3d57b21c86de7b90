import satisfies from 'spdx-satisfies';
import type { ProductionPackage } from './production-packages';

/** SPDX ids of the licences that are allowed for a user: they ask at most to keep notices, or to publish changes to the package's own files. */
export const ALLOWED_LICENCES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
];

/** One version of a package whose licence is no SPDX expression. A person has read it; `because` says why it is allowed. */
export interface ReviewedLicence {
  readonly name: string;
  readonly version: string;
  readonly states: string;
  readonly because: string;
}

export const REVIEWED_LICENCES: readonly ReviewedLicence[] = [
  {
    name: 'jsonify',
    version: '0.0.1',
    states: 'Public Domain',
    because: 'its README gives it to the public domain, for which SPDX has no id; it comes inside of cdktf',
  },
];

const RULES = 'scripts/dependencies/licence-rules.ts';

/**
 * The problems with the licences of packages that end up with a user: a sentence for each, and the instruction.
 *
 * @param reviewed the exceptions; one that fits no package is a problem, too
 * @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function licenceProblems(
  packages: readonly ProductionPackage[],
  reviewed: readonly ReviewedLicence[] = REVIEWED_LICENCES,
): string[] {
  const isReviewed = (found: ProductionPackage) => reviewed.some((exception) => isOf(exception, found));
  return [
    ...packages.filter((found) => !isAllowed(found.licence) && !isReviewed(found)).map(problemOf),
    ...reviewed
      .filter((exception) => !packages.some((found) => isOf(exception, found)))
      .map(
        ({ name, version, states }) =>
          `No package ${name} ${version} with the licence "${states}" ends up with a user any more: take it out of ${RULES}.`,
      ),
  ];
}

const isOf = (exception: ReviewedLicence, { name, version, licence }: ProductionPackage) =>
  exception.name === name && exception.version === version && exception.states === licence;

const problemOf = ({ name, version, licence }: ProductionPackage) =>
  licence === undefined
    ? `${name} ${version} states no licence, so nobody may use it. Find out its licence and list it in ${RULES}, or do without the package.`
    : `${name} ${version} has the licence "${licence}", which may not end up with a user. Do without the package, make it a development ` +
      `dependency, or, where its licence asks no more than the others, list it in ${RULES}.`;

function isAllowed(licence: string | undefined): boolean {
  try {
    return licence !== undefined && satisfies(licence, ALLOWED_LICENCES);
  } catch {
    return false; // no SPDX expression
  }
}
