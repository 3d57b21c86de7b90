import type { SelectedBucket } from '../organization/selection';

/** An existing configuration for Terraform to import. */
export interface ExistingConfiguration extends SelectedBucket {
  readonly id: string;
}
