import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { Construct } from 'constructs';
import { DATABASE, WORKGROUP } from '../../core/inventory/names';
import type { SavedQuery } from '../../core/query/saved-query';
import { literal } from './literal';
import type { PrivateBucket } from './private-bucket';

/** Where answers go, and the questions that come along. */
export interface QueryEngineProps {
  /** 12 digits: the owner of the results bucket. */
  readonly account: string;
  readonly results: PrivateBucket;
  readonly savedQueries: readonly SavedQuery[];
}

/** The Glue database of a Region, the Athena workgroup over it, and the saved queries. The Lambda makes the tables. */
export class QueryEngine extends Construct {
  constructor(scope: Construct, id: string, { account, results, savedQueries }: QueryEngineProps) {
    super(scope, id);
    const database = new GlueCatalogDatabase(this, 'database', {
      name: DATABASE,
      description: 'S3 Inventory reports of the organization in this Region',
    });
    const workgroup = new AthenaWorkgroup(this, 'workgroup', {
      name: WORKGROUP,
      description: 'Queries over the S3 Inventory reports of this Region',
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${results.bucket.bucket}/results/`,
          expectedBucketOwner: account,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const { name, description, sql } of savedQueries) {
      new AthenaNamedQuery(this, `query-${name}`, {
        name,
        description: literal(description),
        database: database.name,
        workgroup: workgroup.name,
        query: literal(sql),
      });
    }
  }
}
