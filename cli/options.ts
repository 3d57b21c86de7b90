import { Option } from 'commander';

/** `--config <file>`: every verb reads the same file. */
export const configOption = () =>
  new Option('-c, --config <file>', 'the configuration').default('inventory.yaml').env('ORGS3_CONFIG');

/** `--organization <folder>`: where the snapshot lies. */
export const organizationOption = () =>
  new Option('-o, --organization <folder>', 'the snapshot that discover writes')
    .default('organization')
    .env('ORGS3_ORGANIZATION');
