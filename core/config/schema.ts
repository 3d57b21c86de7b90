import { z } from 'zod';
import { access } from './access';
import { alarms } from './alarms';
import {
  configurationsExist,
  eachOnce,
  idsDiffer,
  notOverdueByPlan,
  onLists,
  onMappings,
  registerKeyIsAtHome,
  reportsOverlap,
} from './cross-checks';
import { delegation } from './delegation';
import { configurationId, settingsWithDefaults } from './inventory-settings';
import { additional, override } from './overrides';
import { register } from './register';
import { accountGlob, accountId, bucketGlob, days, endpoint, region, regionGlob, unitGlob } from './values';

const filter = (what: string, glob: z.ZodString) =>
  z
    .strictObject({
      include: z.array(glob).default([]).describe(`What to take, as globs of ${what}; none means all`),
      exclude: z.array(glob).default([]).describe(`What to leave out, as globs of ${what}; stronger than include`),
    })
    .prefault({})
    .describe(`Filter by ${what}`);

/** Each takes a statement of the destination buckets' policies, of some 400 bytes. */
const MOST_ALLOWED_ACCOUNTS = 20;

const destination = z
  .strictObject({
    account: accountId.describe(
      'The member account that receives every report and runs the queries: 12 digits, in quotes',
    ),
    homeRegion: region.describe('The Region of what exists only once; it need not be among the inventoried ones'),
    allowedAccounts: z
      .array(accountId)
      .max(MOST_ALLOWED_ACCOUNTS, `at most ${MOST_ALLOWED_ACCOUNTS} accounts: a bucket policy has 20 KB`)
      .superRefine(eachOnce, onLists)
      .default([])
      .describe('Accounts outside the organization whose reports are accepted too: 12 digits each, in quotes'),
  })
  .describe('Where the reports go');

const filters = z
  .strictObject({
    accounts: filter('account ids', accountGlob),
    organizationalUnits: filter('organizational unit paths, e.g. /Workloads/**', unitGlob),
    regions: filter('Region codes, e.g. eu-*', regionGlob),
    buckets: filter('bucket names', bucketGlob),
  })
  .prefault({})
  .describe('Which part of the organization is inventoried');

const inventory = z
  .strictObject({
    id: configurationId.default('organization-inventory').describe('Id of the inventory configuration on every bucket'),
    ...settingsWithDefaults,
    destinationPrefix: z
      .string()
      .regex(
        /^[A-Za-z0-9_-][A-Za-z0-9_./-]*$/,
        'a key prefix of letters, digits, "_", ".", "-" and "/" that does not start with "/"',
      )
      .regex(/[^/]$/, 'a key prefix that does not end in "/" (S3 would write keys that its manifest does not name)')
      .max(256, 'a key prefix of at most 256 characters')
      .default('inventory')
      .describe('First part of every report key, the same for all reports; the source account id follows'),
  })
  .prefault({})
  .describe('The inventory configuration of every bucket');

const retention = z
  .strictObject({
    reportsDays: days.default(90).describe('Days until a report expires'),
    queryResultsDays: days.default(30).describe('Days until a query result expires'),
    destroyReports: z
      .boolean()
      .default(false)
      .describe('Let "destroy" delete destination buckets that still hold reports'),
  })
  .prefault({})
  .describe('How long things are kept');

const backend = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('local').describe('State files in a folder'),
        directory: z
          .string()
          .min(1, 'a folder')
          .default('.terraform-state')
          .describe('Folder of the state files, relative to inventory.yaml'),
      })
      .describe('State files in a folder of this machine'),
    z
      .strictObject({
        type: z.literal('s3').describe('State files in an S3 bucket, locked there'),
        bucket: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name: 3 to 63 small letters, digits, "." and "-"')
          .describe('The bucket of the state files; it must exist'),
        region: region.describe("The bucket's Region"),
        keyPrefix: z
          .string()
          .regex(/^[^/]+(\/[^/]+)*$/, 'a key prefix without "/" at its ends')
          .default('orgs3')
          .describe('Key prefix of the state files'),
        kmsKeyArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:kms:/, 'the ARN of a KMS key')
          .optional()
          .describe('Key that encrypts the state files'),
        roleArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\//, 'the ARN of a role')
          .optional()
          .describe('Role that reads and writes the state'),
      })
      .describe('State files in an S3 bucket'),
    z
      .strictObject({
        type: z.literal('cloud').describe('HCP Terraform (Terraform Cloud) or Terraform Enterprise'),
        organization: z
          .string()
          .min(1, 'the name of an HCP Terraform organization')
          .describe('HCP Terraform organization'),
        project: z
          .string()
          .min(1, 'the name of a project')
          .optional()
          .describe('HCP Terraform project of the workspaces; without it, the default project'),
        hostname: z
          .string()
          .regex(/^[A-Za-z0-9.-]+(:\d+)?$/, 'a host name without scheme or path, such as "app.terraform.io"')
          .default('app.terraform.io')
          .describe('Host of HCP Terraform or Terraform Enterprise'),
        workspacePrefix: z
          .string()
          .regex(/^[\w-]+$/, 'letters, digits, "_" and "-"')
          .default('orgs3-')
          .describe('A workspace is named prefix + stack'),
      })
      .describe('One HCP Terraform workspace per stack'),
  ])
  .prefault({ type: 'local' })
  .describe('Where Terraform keeps its state');

const tags = z
  .record(
    z
      .string()
      .max(128, 'a tag key of at most 128 characters')
      .regex(/^(?!aws:)./, 'a tag key that is not empty and does not start with "aws:", which AWS keeps for itself'),
    z.string().max(256, 'a tag value of at most 256 characters'),
  )
  .default({})
  .describe('Tags of every resource that can carry tags');

/**
 * S3 keeps 1,000 configurations per bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
 */
const MOST_ADDITIONAL = 999;

/**
 * The schema of `inventory.yaml`. Messages say what is allowed: they follow "found …, allowed …". What has no message of
 * its own gets one from `allowed-by.ts`.
 */
export const configSchema = z
  .strictObject({
    destination,
    filters,
    access,
    delegation,
    inventory,
    additional: z
      .array(additional)
      .max(MOST_ADDITIONAL, `at most ${MOST_ADDITIONAL} more: S3 keeps 1,000 configurations per bucket`)
      .default([])
      .describe('More configurations per bucket'),
    overrides: z.array(override).default([]).describe('Other settings for some buckets; later ones win'),
    retention,
    register,
    alarms,
    backend,
    tags,
    emulator: z
      .strictObject({ endpoint: endpoint.describe('Scheme, host and port of the emulator') })
      .optional()
      .describe('Send every AWS call here; for tests and demos only'),
  })
  .superRefine(reportsOverlap, onMappings)
  .superRefine(registerKeyIsAtHome, onMappings)
  .superRefine(notOverdueByPlan, onMappings)
  .superRefine(idsDiffer, onMappings)
  .superRefine(configurationsExist, onMappings)
  .describe('Configuration of orgs3');

/** The configuration with every default filled in. */
export type Config = z.output<typeof configSchema>;
