import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import { groupedBy } from '../../core/text/grouped-by';
import type { ProductionPackage } from './production-packages';

const propertySchema = z.looseObject({ name: z.string() });
const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  licenses: z.array(z.unknown()).optional(),
  properties: z.array(propertySchema).default([]),
});
const billSchema = z.looseObject({
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

/** The output of `npm sbom --sbom-format cyclonedx`. */
export type BillOfMaterials = z.infer<typeof billSchema>;

/** The name of this project, and the names of its direct dependencies. */
export interface Project {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * npm's bill of materials of the whole tree, cut down to the packages that end up with a user. `npm sbom --omit dev` cannot do that: it
 * leaves out every package that a development dependency needs as well (https://github.com/npm/cli/issues/7909). `@cyclonedx/cyclonedx-npm`
 * cannot either: it writes the hash of a package only beside its registry address, and the lock file holds no addresses. The project has
 * its own name here, not the name of its folder. A licence that is no SPDX expression is copied as it is.
 *
 * @param whole parsed JSON, CycloneDX 1.5
 * @throws Orgs3Error where a package that ends up with a user is missing
 * @see https://cyclonedx.org/docs/1.5/json/
 */
export function billOfMaterials(
  whole: unknown,
  project: Project,
  packages: readonly ProductionPackage[],
): BillOfMaterials {
  const bill = billSchema.parse(whole);
  const wanted = new Map(packages.map((found) => [`${found.name}@${found.version}`, found]));
  const components = onceEach(bill.components.filter((component) => wanted.has(component['bom-ref']))).map(
    (component) => ({
      ...component,
      properties: component.properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
      licenses: component.licenses ?? statedLicence(wanted.get(component['bom-ref'])),
    }),
  );
  requireAll(wanted.keys(), new Set(components.map((component) => component['bom-ref'])));

  const root = bill.metadata.component;
  const isAskedFor = (ref: string) => project.dependencies.some((name) => ref.slice(0, ref.lastIndexOf('@')) === name);
  const needs = bill.dependencies
    .filter(({ ref }) => ref === root['bom-ref'] || wanted.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((to) => wanted.has(to) && (ref !== root['bom-ref'] || isAskedFor(to))),
    }));
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...root, name: project.name } },
    components,
    dependencies: joined(needs),
  };
}

type Component = BillOfMaterials['components'][number];
type Dependency = BillOfMaterials['dependencies'][number];

/** One component for each package: npm 10 prints one for each folder that the package is installed in. */
const onceEach = (components: readonly Component[]): Component[] =>
  [...groupedBy(components, (component) => component['bom-ref']).values()].flatMap((copies) => copies.slice(0, 1));

/** One entry for each package, with everything that any of its copies needs. */
const joined = (dependencies: readonly Dependency[]): Dependency[] =>
  [...groupedBy(dependencies, ({ ref }) => ref)].map(([ref, copies]) => ({
    ref,
    dependsOn: [...new Set(copies.flatMap(({ dependsOn }) => dependsOn))],
  }));

const statedLicence = (found: ProductionPackage | undefined) =>
  found?.licence === undefined ? [] : [{ license: { name: found.licence } }];

function requireAll(wanted: Iterable<string>, present: ReadonlySet<string>): void {
  const missing = [...wanted].filter((ref) => !present.has(ref));
  if (missing.length > 0) {
    throw new Orgs3Error(`npm's bill of materials lacks ${missing.join(', ')}, which ends up with a user.`, {
      next: 'Run npm ci and try again. Where that does not help, the output of npm sbom has changed: correct scripts/dependencies/bill-of-materials.ts.',
    });
  }
}
