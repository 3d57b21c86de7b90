import { alarmsTopicPolicy } from './alarms-topic';
import type { Place } from '../names/arns';
import {
  ASSET_ALARMS_TOPIC,
  ASSET_DEAD_LETTER_QUEUE,
  ASSET_FUNCTION,
  ASSET_QUEUE,
  ASSET_RECONCILE_FUNCTION,
  assetCopiesBucketName,
  assetResultsBucketName,
} from '../names/names';
import type { NamedPolicy, PolicyContext } from './named-policy';
import { assetReconcileRolePolicy } from './reconcile-register';
import { assetQueuePolicy, assetRolePolicy } from './register-asset';
import { tlsOnlyBucketPolicy } from './delivery';
import { serviceTrustPolicy } from './document';
import { registeredReports } from './registered-reports';
import { deadLetterQueuePolicy } from './register-report';

const home = ({ config: { destination } }: PolicyContext): Place => ({
  account: destination.account,
  region: destination.homeRegion,
});
const resultsBucket = (context: PolicyContext) => assetResultsBucketName(home(context).region, home(context).account);
const copiesBucket = (context: PolicyContext) => assetCopiesBucketName(home(context).region, home(context).account);
const inHome = (what: string) => (context: PolicyContext) =>
  `${what} in the destination account ${home(context).account}, in ${home(context).region}`;

const reports = (context: PolicyContext) => registeredReports(context.config, context.senders().regions);

/** The policies of the stack `register`. */
export const ASSET_POLICIES = {
  'asset-queue': {
    holder: inHome(`the queue ${ASSET_QUEUE}`),
    document: (context) => assetQueuePolicy(home(context), context.senders().regions),
  },
  'asset-dead-letter-queue': {
    holder: inHome(`the queue ${ASSET_DEAD_LETTER_QUEUE}`),
    document: (context) => deadLetterQueuePolicy(home(context), ASSET_DEAD_LETTER_QUEUE),
  },
  'asset-alarms-topic': {
    holder: inHome(`the topic ${ASSET_ALARMS_TOPIC}`),
    document: (context) => alarmsTopicPolicy(home(context), ASSET_ALARMS_TOPIC),
  },
  'asset-results-bucket': {
    holder: (context) => inHome(`the bucket ${resultsBucket(context)}`)(context),
    document: (context) => tlsOnlyBucketPolicy(resultsBucket(context), home(context).region),
  },
  'asset-copies-bucket': {
    holder: (context) => inHome(`the bucket ${copiesBucket(context)}`)(context),
    document: (context) => tlsOnlyBucketPolicy(copiesBucket(context), home(context).region),
  },
  'register-asset': {
    holder: inHome(`the role ${ASSET_FUNCTION}`),
    document: (context) => assetRolePolicy(reports(context)),
  },
  'register-asset-trust': {
    holder: inHome(`the trust of the role ${ASSET_FUNCTION}`),
    document: () => serviceTrustPolicy('lambda.amazonaws.com'),
  },
  'reconcile-register': {
    holder: inHome(`the role ${ASSET_RECONCILE_FUNCTION}`),
    document: (context) => assetReconcileRolePolicy(reports(context)),
  },
  'reconcile-register-trust': {
    holder: inHome(`the trust of the role ${ASSET_RECONCILE_FUNCTION}`),
    document: () => serviceTrustPolicy('lambda.amazonaws.com'),
  },
} as const satisfies Readonly<Record<string, NamedPolicy>>;
