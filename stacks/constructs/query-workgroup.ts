import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { Construct } from 'constructs';
import { DATABASE, WORKGROUP } from '../../core/names/names';
import type { SavedQuery } from '../../core/query/saved-query';
import { literal } from './literal';
import type { PrivateBucket } from './private-bucket';

/** The bucket for the answers, the saved queries, and the names of database and workgroup. */
export interface QueryWorkgroupProps {
  /** Owner of the results bucket: 12 digits. */
  readonly account: string;
  readonly results: PrivateBucket;
  readonly savedQueries: readonly SavedQuery[];
  /** Default: the names for a Region. */
  readonly names?: WorkgroupNames;
}

/** Names of the database and the workgroup, and the subject of their descriptions. */
export interface WorkgroupNames {
  readonly database: string;
  readonly workgroup: string;
  /** The reports' source, as the end of a sentence: `this Region`. */
  readonly about: string;
}

const REGIONAL: WorkgroupNames = { database: DATABASE, workgroup: WORKGROUP, about: 'this Region' };

/** A Glue database, the Athena workgroup that queries it, and the saved queries. A Lambda creates the tables. */
export class QueryWorkgroup extends Construct {
  constructor(scope: Construct, id: string, { account, results, savedQueries, names = REGIONAL }: QueryWorkgroupProps) {
    super(scope, id);
    const database = new GlueCatalogDatabase(this, 'database', {
      name: names.database,
      description: `S3 Inventory reports of the organization in ${names.about}`,
    });
    const workgroup = new AthenaWorkgroup(this, 'workgroup', {
      name: names.workgroup,
      description: `Queries over the S3 Inventory reports of ${names.about}`,
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
