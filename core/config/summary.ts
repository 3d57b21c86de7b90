import type { Config } from './schema';

/** Summary of a configuration: the values that a person checks first, by name, in display order. */
export function summarizeConfig({
  destination,
  filters,
  inventory,
  backend,
  emulator,
}: Config): Record<string, string> {
  return {
    destination: `account ${destination.account}, home Region ${destination.homeRegion}`,
    Regions: describeFilter(filters.regions),
    reports: `${inventory.format}, ${inventory.frequency}, versions ${inventory.versions}, ${inventory.fields.length} optional fields${inventory.enabled ? '' : ', stopped (enabled: false)'}`,
    backend: describeBackend(backend),
    ...(emulator === undefined ? {} : { emulator: emulator.endpoint }),
  };
}

function describeFilter({ include, exclude }: Config['filters']['regions']): string {
  const taken = include.length === 0 ? 'all' : include.join(', ');
  return exclude.length === 0 ? taken : `${taken} without ${exclude.join(', ')}`;
}

function describeBackend(backend: Config['backend']): string {
  switch (backend.type) {
    case 'local':
      return `local, folder ${backend.directory}`;
    case 's3':
      return `s3, bucket ${backend.bucket} in ${backend.region}, keys ${backend.keyPrefix}/…`;
    case 'cloud':
      return `cloud, organization ${backend.organization} on ${backend.hostname}, workspaces ${backend.workspacePrefix}…`;
  }
}
