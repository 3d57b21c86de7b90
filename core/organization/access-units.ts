import type { AccessSettings } from '../config/access';
import { Orgs3Error } from '../errors';
import type { Organization, OrganizationalUnit } from './snapshot';

const KEY = 'access.organizationalUnits';

/**
 * The organizational units that the StackSet targets: those of the configuration, in their order, or the root. A stack instance
 * belongs to one unit, so no unit may contain another.
 *
 * @returns ids
 * @throws Orgs3Error where the snapshot lacks the root or a unit, or a unit contains another
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
  throw new Orgs3Error(
    `The snapshot of the organization ${organization} does not contain the root. An empty ${KEY} means the root.`,
    {
      next: `Run "orgs3 discover", or name the root (r-…) or organizational units (ou-…-…) in ${KEY} of inventory.yaml.`,
    },
  );
}

const isWithin = (path: string, outer: string) =>
  path !== outer && path.startsWith(outer === '/' ? outer : `${outer}/`);

function unknown(unit: string, organization: string): never {
  throw new Orgs3Error(`${KEY} names ${unit}, which is not in the snapshot of the organization ${organization}.`, {
    next: `Correct ${KEY} in inventory.yaml, or run "orgs3 discover" if the unit is new.`,
  });
}

const nested = (inner: OrganizationalUnit, outer: OrganizationalUnit) =>
  new Orgs3Error(
    `${KEY} names ${inner.id} (${inner.path}) and ${outer.id} (${outer.path}), which contains it: two stack instances would manage the same accounts.`,
    { next: `Remove ${inner.id} or ${outer.id} from ${KEY} in inventory.yaml.` },
  );
