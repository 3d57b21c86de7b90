import { alarmsTopicPolicy } from './alarms-topic';
import type { Place } from '../names/arns';
import { regionKeys } from '../inventory/encryption';
import {
  ALARMS_TOPIC,
  destinationBucketName,
  reconcileRoleName,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_QUEUE,
  registerRoleName,
  REPORT_KEY_ALIAS,
  REPORTS_TOPIC,
  resultsBucketName,
  sourceRolePolicyName,
} from '../names/names';
import { ASSET_POLICIES } from './named-asset';
import type { NamedPolicy, PolicyContext } from './named-policy';
import { sourceRolePolicy } from './access';
import { ACCESS_DEPLOYER_POLICY, accessDeployerPolicy } from './access-deployer';
import { auditorPolicy } from './auditor';
import { destinationBucketPolicy, tlsOnlyBucketPolicy } from './delivery';
import { DEPLOYER_POLICY, deployerPolicy } from './deployer';
import { serviceTrustPolicy } from './document';
import { reportKeyPolicy } from './kms-key';
import { operatorPolicy } from './operator';
import { organizationPolicy } from './organization';
import { readerPolicy } from './reader';
import { reconcileRolePolicy } from './reconcile-catalog';
import { deadLetterQueuePolicy, registerQueuePolicy, registerRolePolicy, reportsTopicPolicy } from './register-report';
import { sourceRoleTrust } from './source-role';

const place = ({ config, region }: PolicyContext): Place => ({ account: config.destination.account, region });
const inDestination = (what: string, { config }: PolicyContext) =>
  `${what} in the destination account ${config.destination.account}`;
const lambdaTrust = () => serviceTrustPolicy('lambda.amazonaws.com');

/** Every policy that the stacks hold, and the policies to attach to people and pipelines: deployers, auditors, operators and readers. */
export const POLICIES = {
  deployer: {
    holder: (context) => inDestination(`the policy ${DEPLOYER_POLICY}, to attach to whoever deploys,`, context),
    document: ({ config }) => deployerPolicy(config),
  },
  'access-deployer': {
    holder: ({ config: { access, destination } }) =>
      access.mode === 'stackset'
        ? `the policy ${ACCESS_DEPLOYER_POLICY}, to attach to whoever applies the stack access in the destination account ${destination.account},`
        : 'the policy to attach to whoever applies the stacks access, where the bootstrap role trusts them,',
    document: ({ config }) => accessDeployerPolicy(config),
  },
  auditor: {
    holder: (context) => inDestination('the policy to attach to whoever discovers and looks for drift', context),
    document: ({ config }) => auditorPolicy(config),
  },
  operator: {
    holder: (context) => inDestination('the policy to attach to whoever keeps the tables right', context),
    document: ({ config }) => operatorPolicy(config),
  },
  reader: {
    holder: (context) => inDestination('the policy to attach to whoever asks questions', context),
    document: ({ config }) => readerPolicy(config),
  },
  organization: {
    holder: () => 'the resource policy of AWS Organizations, of which an organization has one,',
    document: ({ config: { destination }, senders }) => {
      const { organization, managementAccount } = senders();
      const { account: destinationAccount, homeRegion: region } = destination;
      return organizationPolicy({ organization, managementAccount, destinationAccount, region });
    },
  },
  'source-role': {
    holder: ({ config: { access } }) =>
      `the policy ${sourceRolePolicyName(access.roleName)} of the role ${access.roleName} in every source account`,
    document: ({ config }) => sourceRolePolicy(config.destination.homeRegion),
  },
  'source-role-trust': {
    holder: ({ config: { access } }) => `the trust of the role ${access.roleName} in every source account`,
    document: ({ config }) => sourceRoleTrust(config),
  },
  'destination-bucket': {
    holder: (context) => inDestination(`the bucket ${destinationBucket(context)}`, context),
    document: (context) =>
      destinationBucketPolicy({
        bucket: destinationBucket(context),
        region: context.region,
        ...context.senders(),
        destinationPrefix: context.config.inventory.destinationPrefix,
        allowedAccounts: context.config.destination.allowedAccounts,
      }),
  },
  'results-bucket': {
    holder: (context) => inDestination(`the bucket ${resultsBucket(context)}`, context),
    document: (context) => tlsOnlyBucketPolicy(resultsBucket(context), context.region),
  },
  key: {
    holder: (context) => inDestination(`the key ${REPORT_KEY_ALIAS}, where the collector makes one,`, context),
    document: (context) =>
      reportKeyPolicy({
        place: place(context),
        ...context.senders(),
        allowedAccounts: context.config.destination.allowedAccounts,
      }),
  },
  topic: {
    holder: (context) => inDestination(`the topic ${REPORTS_TOPIC}`, context),
    document: (context) => reportsTopicPolicy(place(context)),
  },
  queue: {
    holder: (context) => inDestination(`the queue ${REGISTER_QUEUE}`, context),
    document: (context) => registerQueuePolicy(place(context)),
  },
  'dead-letter-queue': {
    holder: (context) => inDestination(`the queue ${REGISTER_DEAD_LETTER_QUEUE}`, context),
    document: (context) => deadLetterQueuePolicy(place(context), REGISTER_DEAD_LETTER_QUEUE),
  },
  'alarms-topic': {
    holder: (context) => inDestination(`the topic ${ALARMS_TOPIC}`, context),
    document: (context) => alarmsTopicPolicy(place(context), ALARMS_TOPIC),
  },
  'register-report': {
    holder: (context) => inDestination(`the role ${registerRoleName(context.region)}`, context),
    document: (context) => registerRolePolicy(place(context), ...reportsOf(context)),
  },
  'register-report-trust': {
    holder: (context) => inDestination(`the trust of the role ${registerRoleName(context.region)}`, context),
    document: lambdaTrust,
  },
  'reconcile-catalog': {
    holder: (context) => inDestination(`the role ${reconcileRoleName(context.region)}`, context),
    document: (context) => reconcileRolePolicy(place(context), ...reportsOf(context)),
  },
  'reconcile-catalog-trust': {
    holder: (context) => inDestination(`the trust of the role ${reconcileRoleName(context.region)}`, context),
    document: lambdaTrust,
  },
  ...ASSET_POLICIES,
} as const satisfies Readonly<Record<string, NamedPolicy>>;

/** The names, in the order in which the command lists them. */
export const POLICY_NAMES = Object.keys(POLICIES);

/** The policy of that name; undefined where there is none. */
export const namedPolicy = (name: string): NamedPolicy | undefined => new Map(Object.entries(POLICIES)).get(name);

const destinationBucket = ({ config, region }: PolicyContext) =>
  destinationBucketName(region, config.destination.account);
const resultsBucket = ({ config, region }: PolicyContext) => resultsBucketName(region, config.destination.account);
const reportsOf = ({ config, region }: PolicyContext) =>
  [config.inventory.destinationPrefix, regionKeys(config, region)] as const;
