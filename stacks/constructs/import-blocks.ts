import type { S3BucketInventory } from '@cdktf/provider-aws/lib/s3-bucket-inventory';
import { literal } from './literal';

/** An `import` block of Terraform's JSON. */
export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

/**
 * Makes an `import` block for a bucket's existing configuration: the plan changes the configuration instead of creating it. Terraform
 * ignores the block if its state has the resource already.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/import
 */
export const importBlock = (resource: S3BucketInventory, bucket: string, configurationId: string): ImportBlock => ({
  to: literal(`${resource.terraformResourceType}.${resource.friendlyUniqueId}[${JSON.stringify(bucket)}]`),
  id: literal(`${bucket}:${configurationId}`),
});
