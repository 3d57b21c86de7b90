import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';

/** A known vulnerability of a package. `affected` is a range of versions, `places` are folders of the lock file. */
export interface Advisory {
  readonly name: string;
  readonly affected: string;
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  readonly places: readonly string[];
}

/** The answer of the registry: the advisories, or the reason why there is no answer, in the words of registry or network. */
export type AuditAnswer =
  | { readonly kind: 'advisories'; readonly advisories: readonly Advisory[] }
  | { readonly kind: 'no answer'; readonly reason: string };

const viaSchema = z.object({ url: z.string(), title: z.string(), severity: z.string(), range: z.string() });
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    // A text names another vulnerable package, which makes this one vulnerable.
    z.object({ via: z.array(z.union([z.string(), viaSchema])), nodes: z.array(z.string()) }),
  ),
});
/** The output where npm asked no registry, as for a missing lock file or a wrong option. */
const failureSchema = z.object({ error: z.object({ code: z.string(), summary: z.string() }) });
/** The output where the registry refused, gave another answer, or could not be reached. */
const noAnswerSchema = z.object({ message: z.string() });

/**
 * Reads what `npm audit --json` printed.
 *
 * @param printed parsed JSON
 * @throws Orgs3Error where npm asked no registry, or printed something else
 * @see https://docs.npmjs.com/cli/v11/commands/npm-audit
 */
export function readAudit(printed: unknown): AuditAnswer {
  const report = reportSchema.safeParse(printed);
  if (report.success) {
    const advisories = Object.entries(report.data.vulnerabilities).flatMap(([name, { via, nodes }]) =>
      via
        .filter((each) => typeof each !== 'string')
        .map(({ range, ...each }) => ({ ...each, name, affected: range, places: nodes })),
    );
    return { kind: 'advisories', advisories };
  }
  const failure = failureSchema.safeParse(printed);
  const noAnswer = noAnswerSchema.safeParse(printed);
  if (noAnswer.success && !failure.success) return { kind: 'no answer', reason: noAnswer.data.message };
  throw new Orgs3Error(
    failure.success
      ? `npm audit failed: ${failure.data.error.code}: ${failure.data.error.summary}`
      : 'npm audit printed what this script cannot read.',
    { next: 'Run npm audit --omit dev, and correct what it reports.' },
  );
}

/** Packages inside another package: only a new version of that one can update them, and our code does not reach them. */
export interface Accepted {
  readonly names: readonly string[];
  readonly inside: string;
  readonly because: string;
}

export const ACCEPTED: readonly Accepted[] = [
  {
    names: ['brace-expansion', 'glob', 'lodash', 'minimatch'],
    inside: 'node_modules/cdktf',
    because: 'cdktf uses them to zip the folder of a TerraformAsset alone, and ESLint lets no stack have one',
  },
];

/** An advisory of high or critical severity. `because` says why it is accepted; `undefined` means that it is open. */
export type SeriousAdvisory = Advisory & { readonly because: string | undefined };

/** The advisories of high and critical severity. An advisory is accepted where `accepted` names the place of each copy. */
export const seriousOf = (
  advisories: readonly Advisory[],
  accepted: readonly Accepted[] = ACCEPTED,
): readonly SeriousAdvisory[] =>
  advisories
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map((advisory) => ({ ...advisory, because: accepted.find((each) => isWithin(each, advisory))?.because }));

const isWithin = ({ names, inside }: Accepted, { name, places }: Advisory) =>
  names.includes(name) && places.every((place) => place.startsWith(`${inside}/node_modules/`));
