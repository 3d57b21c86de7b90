import type { App } from 'cdktf';
import type { FunctionBundles } from '../core/deploying/function-bundle';
import { groupedBy } from '../core/text/grouped-by';
import { desiredBuckets } from '../core/inventory/desired-buckets';
import type { ExistingConfiguration } from '../core/adoption/existing-configuration';
import { accessUnits } from '../core/organization/access-units';
import type { Selection } from '../core/organization/selection';
import type { OrganizationSnapshot } from '../core/organization/snapshot';
import type { SavedQuery } from '../core/query/saved-query';
import { AccessStack } from './access-stack';
import { AccessStackSet } from './access-stack-set';
import { CollectorStack } from './collector-stack';
import type { BackendProps } from './constructs/backend';
import { DelegationStack } from './delegation-stack';
import { destinationOutsideOrganization } from './errors';
import { AssetRegisterStack } from './asset-register-stack';
import { SourceStack } from './source-stack';

/** The input for the stacks. */
export interface OrganizationStacksProps extends BackendProps {
  readonly snapshot: OrganizationSnapshot;
  /** The accounts and buckets of the snapshot that the configuration selects. */
  readonly selection: Selection;
  /** Existing configurations to import. Default: none. */
  readonly existing?: readonly ExistingConfiguration[];
  readonly bundles: FunctionBundles;
  readonly savedQueries: readonly SavedQuery[];
}

/**
 * Adds every stack of an organization:
 *
 * - `access-<account>` and `source-<account>` for each account in scope, even without buckets; with a StackSet, one stack `access`
 *   instead of all `access-<account>`
 * - `collector-<region>` for each Region in use
 * - `delegation` and `register`, if the configuration has them
 *
 * No stack reads another stack's state.
 *
 * @throws Orgs3Error if the snapshot lacks the destination account, or an organizational unit of the StackSet
 */
export function addOrganizationStacks(app: App, props: OrganizationStacksProps): void {
  const { config, configFolder, snapshot, selection, bundles, savedQueries } = props;
  const common = { config, configFolder };
  const { id: organization } = snapshot.organization;
  if (!snapshot.accounts.some(({ id }) => id === config.destination.account)) {
    throw destinationOutsideOrganization(config.destination.account, organization);
  }

  if (config.delegation !== undefined) {
    new DelegationStack(app, { ...common, delegation: config.delegation, organization: snapshot.organization });
  }

  if (config.access.mode === 'stackset') {
    new AccessStackSet(app, { ...common, units: accessUnits(config.access, snapshot.organization) });
  } else {
    for (const account of selection.accounts) new AccessStack(app, { ...common, account });
  }

  for (const region of selection.regions) {
    new CollectorStack(app, {
      ...common,
      region,
      organization,
      accounts: selection.accounts,
      bundles,
      savedQueries,
    });
  }

  if (config.register.mode !== 'off') {
    new AssetRegisterStack(app, { ...common, regions: selection.regions, bundles });
  }

  const bucketsOf = groupedBy(desiredBuckets(config, snapshot, selection), ({ account }) => account);
  const existingOf = groupedBy(props.existing ?? [], ({ account }) => account);
  const regions = regionsOf(snapshot);
  for (const account of selection.accounts) {
    const existing = existingOf.get(account) ?? [];
    new SourceStack(app, { ...common, account, buckets: bucketsOf.get(account) ?? [], regions, existing });
  }
}

/** Regions of all buckets, selected or not: the configuration of a bucket that a filter now excludes must still be removable. */
const regionsOf = ({ accounts }: OrganizationSnapshot) =>
  [...new Set(accounts.flatMap(({ buckets }) => buckets.map(({ region }) => region)))].sort();
