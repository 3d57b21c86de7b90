import type { Config } from '../config/schema';
import { destinationBucketName } from '../names/names';
import type { ReportScope } from '../report/report-key';

/** The place in a Region's destination bucket where reports are expected. */
export const configuredScope = ({ destination, inventory }: Config, region: string): ReportScope => ({
  destinationBucket: destinationBucketName(region, destination.account),
  destinationPrefix: inventory.destinationPrefix,
  configurationId: inventory.id,
});
