import type { Construct } from 'constructs';
import type { Config } from '../core/config/schema';
import type { FunctionBundles } from '../core/deploying/function-bundle';
import { type Place, regionalArn } from '../core/names/arns';
import { regionKeys } from '../core/inventory/encryption';
import {
  ALARMS_TOPIC,
  ASSET_QUEUE,
  dashboardName,
  destinationBucketName,
  resultsBucketName,
} from '../core/names/names';
import { destinationBucketPolicy, tlsOnlyBucketPolicy } from '../core/policies/delivery';
import { collectorAlarms } from '../core/monitoring/alarms';
import { dashboard } from '../core/monitoring/dashboard';
import type { SavedQuery } from '../core/query/saved-query';
import { FILES_STAY_DAYS } from '../core/report/retention';
import type { BackendProps } from './constructs/backend';
import { inventoryProvider } from './constructs/inventory-provider';
import { PrivateBucket } from './constructs/private-bucket';
import { QueryWorkgroup } from './constructs/query-workgroup';
import { ReconcileCatalog } from './constructs/reconcile-catalog';
import { RegisterReport, REGISTER_VISIBILITY_TIMEOUT_SECONDS } from './constructs/register-report';
import { keepFormerReportKey, REPORT_KEY, ReportKey } from './constructs/report-key';
import { ReportEvents } from './constructs/report-events';
import { Watching } from './constructs/watching';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** One Region of the destination account, and the source accounts that deliver to it. */
export interface CollectorStackProps extends BackendProps {
  readonly region: string;
  /** The organization's id, e.g. `o-a1b2c3d4e5`. */
  readonly organization: string;
  /** Source accounts in scope, 12 digits each, sorted. */
  readonly accounts: readonly string[];
  readonly bundles: FunctionBundles;
  readonly savedQueries: readonly SavedQuery[];
}

/** The ARN of the asset register's queue, which the stack `register` makes in the home Region; `undefined` without asset register. */
const assetQueueArn = ({ register, destination: { account, homeRegion } }: Config) =>
  register.mode === 'off' ? undefined : regionalArn('sqs', { account, region: homeRegion }, ASSET_QUEUE);

/** All resources that receive, register and query the reports of one Region. */
export class CollectorStack extends InventoryStack {
  constructor(scope: Construct, props: CollectorStackProps) {
    super(scope, stackName.collector(props.region), props);
    const { config, region, bundles, savedQueries } = props;
    const { account } = config.destination;
    const { destinationPrefix } = config.inventory;
    inventoryProvider(this, { config, account, region });

    const events = new ReportEvents(this, 'reports', {
      place: { account, region },
      destination: this.destinationBucket(props, this.reportKey(props)),
      destinationPrefix,
      visibilityTimeoutSeconds: REGISTER_VISIBILITY_TIMEOUT_SECONDS,
      secondQueueArn: assetQueueArn(config),
    });
    const { registerReport, reconcileCatalog } = bundles;
    new RegisterReport(this, 'register', { config, region, bundle: registerReport, queue: events.queue });
    new ReconcileCatalog(this, 'reconcile', { config, region, bundle: reconcileCatalog });
    new QueryWorkgroup(this, 'athena', { account, results: this.resultsBucket(props), savedQueries });
    this.watch({ account, region }, config.alarms);
  }

  private watch(place: Place, { emails, overdueAfterDays }: Config['alarms']): void {
    const alarms = collectorAlarms({ region: place.region, overdueAfterDays });
    const content = dashboard(place, alarms);
    new Watching(this, 'watching', {
      place,
      alarms,
      emails,
      topic: ALARMS_TOPIC,
      dashboard: { name: dashboardName(place.region), content },
    });
  }

  /** Adds the key that encrypts the Region's reports, and returns its ARN; `undefined` if the reports need no key of ours. */
  private reportKey({ config, region, organization, accounts }: CollectorStackProps): string | undefined {
    if (!regionKeys(config, region).collectorCreatesKey) {
      keepFormerReportKey(this);
      return undefined;
    }
    const place = { account: config.destination.account, region };
    return new ReportKey(this, REPORT_KEY, {
      place,
      organization,
      accounts,
      allowedAccounts: config.destination.allowedAccounts,
    }).arn;
  }

  private destinationBucket(
    { config, region, organization, accounts }: CollectorStackProps,
    kmsKeyArn: string | undefined,
  ): PrivateBucket {
    const bucket = destinationBucketName(region, config.destination.account);
    const { destinationPrefix } = config.inventory;
    return new PrivateBucket(this, 'destination', {
      name: bucket,
      policy: destinationBucketPolicy({
        bucket,
        region,
        organization,
        accounts,
        destinationPrefix,
        allowedAccounts: config.destination.allowedAccounts,
      }),
      expirationDays: config.retention.reportsDays + FILES_STAY_DAYS,
      destroyObjects: config.retention.destroyReports,
      kmsKeyArn,
    });
  }

  private resultsBucket({ config, region }: CollectorStackProps): PrivateBucket {
    const bucket = resultsBucketName(region, config.destination.account);
    return new PrivateBucket(this, 'results', {
      name: bucket,
      policy: tlsOnlyBucketPolicy(bucket, region),
      expirationDays: config.retention.queryResultsDays,
      destroyObjects: true,
    });
  }
}
