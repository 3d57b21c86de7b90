import type { AccessSettings } from '../config/access';
import { Orgs3Error } from '../errors';
import type { Organization, OrganizationalUnit } from './snapshot';

const KEY = 'access.organizationalUnits';

/**
 * The organizational units that the StackSet reaches: those of the configuration, or the root, in the order given. A stack instance
 * belongs to one unit, so none of them may lie in another.
 *
 * @returns ids
 * @throws Orgs3Error where the snapshot knows no root, not that unit, or one in another
 */
export function accessUnits({ organizationalUnits }: AccessSettings, { id, units }: Organization): string[] {
  if (organizationalUnits.length === 0) return [rootOf(units, id)];
  const chosen = organizationalUnits.map((unit) => units.find((known) => known.id === unit) ?? unknown(unit, id));
  for (const outer of chosen) {
    const inner = chosen.find(({ path }) => isWithin(path, outer.path));
    if (inner !== undefined) throw nested(inner, outer);
  }
  return chosen.map((unit) => unit.id);
}

function rootOf(units: readonly OrganizationalUnit[], organization: string): string {
  const root = units.find(({ path }) => path === '/');
  if (root !== undefined) return root.id;
  throw new Orgs3Error(`The snapshot of the organization ${organization} does not hold its root, which ${KEY} means.`, {
    next: `name the root (r-…) or organizational units (ou-…-…) in ${KEY} of inventory.yaml, or run "orgs3 discover"`,
  });
}

const isWithin = (path: string, outer: string) =>
  path !== outer && path.startsWith(outer === '/' ? outer : `${outer}/`);

function unknown(unit: string, organization: string): never {
  throw new Orgs3Error(
    `${KEY} names ${unit}, which the organization ${organization} as last discovered does not have.`,
    {
      next: `correct ${KEY} in inventory.yaml, or run "orgs3 discover" if the unit is new`,
    },
  );
}

const nested = (inner: OrganizationalUnit, outer: OrganizationalUnit) =>
  new Orgs3Error(
    `${KEY} names ${inner.id} (${inner.path}) and ${outer.id} (${outer.path}), in which it lies: two would care for the same accounts.`,
    { next: `take ${inner.id} or ${outer.id} out of ${KEY} in inventory.yaml` },
  );
