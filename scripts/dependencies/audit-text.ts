import { seriousOf, type Advisory, type AuditAnswer } from './advisories';

/** EX_TEMPFAIL of sysexits.h: the work was not done, and the project is not at fault. `.ci/run` counts it as skipped. */
export const NOT_LOOKED_UP = 75;

/**
 * The lines to print about the advisories, and the exit code: 0 where no advisory of high or critical severity is open, 1 where one is,
 * `NOT_LOOKED_UP` where no registry answered.
 */
export function auditText(answer: AuditAnswer): { readonly lines: readonly string[]; readonly code: number } {
  if (answer.kind === 'no answer') {
    return {
      lines: [
        `skipped: advisories could not be looked up, so nothing is known of them. The answer was: ${answer.reason}`,
        '  next: Run npm run audit again where a registry answers audits.',
      ],
      code: NOT_LOOKED_UP,
    };
  }
  const serious = seriousOf(answer.advisories);
  const open = serious.filter(({ because }) => because === undefined);
  const accepted = serious.filter(({ because }) => because !== undefined);
  return {
    lines: [
      ...accepted.map((advisory) => `accepted: ${lineOf(advisory)}: ${advisory.because}`),
      ...open.map((advisory) => `error: ${lineOf(advisory)}`),
      open.length === 0 ? NONE_OPEN : WHAT_TO_DO,
    ],
    code: open.length === 0 ? 0 : 1,
  };
}

const NONE_OPEN = 'No advisory of high or critical severity is open for a package that ends up with a user.';
const WHAT_TO_DO =
  '  next: Update the package (npm audit fix), or set a newer version in the overrides of package.json. Where our code does not reach ' +
  'it, say why in scripts/dependencies/advisories.ts.';

const lineOf = ({ name, affected, severity, title, url, places }: Advisory) =>
  `${severity}: ${name} ${affected}: ${title} (${url}), in ${places.join(', ')}`;
