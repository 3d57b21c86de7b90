import type { SelectedBucket } from '../organization/selection';

/** A configuration that was there before Terraform knew it, to be imported. */
export interface ExistingConfiguration extends SelectedBucket {
  readonly id: string;
}
