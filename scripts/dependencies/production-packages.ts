import { z } from 'zod';
import { runNpm } from './run-npm';

/** A package of the registry in one version. `licence` is what its `package.json` says; undefined where it says nothing. */
export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
}

const answerSchema = z.array(
  z.object({ location: z.string(), name: z.string(), version: z.string(), license: z.string().optional() }),
);

/**
 * Every package that ends up with a user, by name and version: all that `npm ci --omit dev` installs on any platform, from the lock
 * file, those that come inside of another package (`bundleDependencies`) too. What the Lambdas' bundles are made of is among them.
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
