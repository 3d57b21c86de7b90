import { accessUnits } from '../../../core/organization/access-units';
import type { OrganizationalUnit } from '../../../core/organization/snapshot';
import { exampleConfig } from './example';

const ROOT = { id: 'r-ab12', name: 'Root', path: '/' };
const WORKLOADS = { id: 'ou-ab12-11111111', name: 'Workloads', path: '/Workloads' };
const PRODUCTION = { id: 'ou-ab12-22222222', name: 'Production', path: '/Workloads/Production' };
const WORKLOADS_OLD = { id: 'ou-ab12-33333333', name: 'Workloads-old', path: '/Workloads-old' };

const unitsFor = (organizationalUnits: readonly string[], units: readonly OrganizationalUnit[] = ALL) =>
  accessUnits(exampleConfig({ access: { mode: 'stackset', organizationalUnits } }).access, {
    id: 'o-a1b2c3d4e5',
    managementAccount: '000000000001',
    units,
  });
const ALL = [ROOT, WORKLOADS, PRODUCTION, WORKLOADS_OLD];

describe('the organizational units of the StackSet', () => {
  it('are the root where the configuration names none', () => {
    expect(unitsFor([])).toEqual([ROOT.id]);
  });

  it('are those of the configuration, in its order', () => {
    expect(unitsFor([WORKLOADS_OLD.id, WORKLOADS.id])).toEqual([WORKLOADS_OLD.id, WORKLOADS.id]);
  });

  it('must be named where the snapshot lacks the root', () => {
    expect(() => unitsFor([], [WORKLOADS])).toThrow(
      'The snapshot of the organization o-a1b2c3d4e5 does not contain the root. An empty access.organizationalUnits means the root.',
    );
  });

  it('must exist in the snapshot', () => {
    expect(() => unitsFor(['ou-ab12-99999999'])).toThrow(
      /names ou-ab12-99999999, which is not in the snapshot of the organization o-a1b2c3d4e5/,
    );
  });

  it.each([
    [WORKLOADS, PRODUCTION],
    [ROOT, WORKLOADS_OLD],
  ])('must not contain one another: %o, %o', (outer, inner) => {
    const message = `names ${inner.id} (${inner.path}) and ${outer.id} (${outer.path}), which contains it`;

    expect(() => unitsFor([inner.id, outer.id])).toThrow(message);
    expect(() => unitsFor([outer.id, inner.id])).toThrow(message);
  });
});
