import type { S3BucketInventory } from '@cdktf/provider-aws/lib/s3-bucket-inventory';
import { literal } from './literal';

/** A block `import` of Terraform's JSON. */
export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

/**
 * Tells Terraform that a bucket's configuration exists already: the plan then changes it instead of creating it. Where the
 * state knows the resource, the block means nothing.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/import
 */
export const importBlock = (resource: S3BucketInventory, bucket: string, configurationId: string): ImportBlock => ({
  to: literal(`${resource.terraformResourceType}.${resource.friendlyUniqueId}[${JSON.stringify(bucket)}]`),
  id: literal(`${bucket}:${configurationId}`),
});
