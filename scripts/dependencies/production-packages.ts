import { z } from 'zod';
import { runNpm } from './run-npm';

/** A package of the registry in one version. `licence` comes from its `package.json`; `undefined` where that names none. */
export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
}

const answerSchema = z.array(
  z.object({ location: z.string(), name: z.string(), version: z.string(), license: z.string().optional() }),
);

/**
 * Every package that ends up with a user, by name and version: all packages of the lock file that `npm ci --omit dev` installs on any
 * platform, also those inside another package (`bundleDependencies`). The packages in the Lambdas' bundles are among them.
 *
 * @throws Orgs3Error where npm does not answer
 * @see https://docs.npmjs.com/cli/v11/commands/npm-query
 */
export function productionPackages(): ProductionPackage[] {
  const nodes = answerSchema.parse(JSON.parse(runNpm(['query', '.prod', '--package-lock-only'])));
  const packages = nodes
    .filter(({ location }) => location !== '')
    .map(({ name, version, license }) => [`${name}@${version}`, { name, version, licence: license }] as const);
  return [...new Map([...packages].sort(([a], [b]) => (a < b ? -1 : 1))).values()];
}
