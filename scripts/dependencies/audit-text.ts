import { seriousOf, type Advisory, type AuditAnswer } from './advisories';

/** sysexits.h's EX_TEMPFAIL: not done, for no fault of what was asked for. `.ci/run` counts it as skipped. */
export const NOT_LOOKED_UP = 75;

/**
 * What to say of the advisories, and how to end: 0 where none of high or critical severity is open, 1 where one is, `NOT_LOOKED_UP` where
 * nobody answered.
 */
export function auditText(answer: AuditAnswer): { readonly lines: readonly string[]; readonly code: number } {
  if (answer.kind === 'no answer') {
    return {
      lines: [
        `skipped: advisories could not be looked up, so nothing is known of them. The answer was: ${answer.reason}`,
        '  next: where a registry answers audits, run npm run audit again',
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

const NONE_OPEN = 'No advisory of high or critical severity is open against what ends up with a user.';
const WHAT_TO_DO =
  '  next: update the package (npm audit fix), lift it in the overrides of package.json, or, where nothing reaches it, ' +
  'say why in scripts/dependencies/advisories.ts';

const lineOf = ({ name, affected, severity, title, url, places }: Advisory) =>
  `${severity}: ${name} ${affected}: ${title} (${url}), in ${places.join(', ')}`;
