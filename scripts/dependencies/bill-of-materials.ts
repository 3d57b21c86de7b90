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

/** What `npm sbom --sbom-format cyclonedx` prints. */
export type BillOfMaterials = z.infer<typeof billSchema>;

/** The name of this project, and of the packages that it asks for itself. */
export interface Project {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * npm's bill of materials of the whole tree, cut down to what ends up with a user. Cutting it is not left to `npm sbom --omit dev`, which
 * leaves out every package that a development dependency needs as well (https://github.com/npm/cli/issues/7909). The project has its own name
 * rather than its folder's, and a licence that is no SPDX expression stands as it is stated.
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

/** npm 10 has an entry for each folder that a package is installed in, CycloneDX wants one. */
const onceEach = (components: readonly Component[]): Component[] =>
  [...groupedBy(components, (component) => component['bom-ref']).values()].flatMap((copies) => copies.slice(0, 1));

/** As `onceEach`, with all that any of the copies needs. */
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
      next: 'run npm ci and try again; where that does not help, npm sbom has changed, and this with it must',
    });
  }
}
