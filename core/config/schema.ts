import { z } from 'zod';
import { access } from './access';
import { alarms } from './alarms';
import {
  configurationsExist,
  noDuplicates,
  idsAreUnique,
  overdueFitsFrequency,
  whenList,
  whenMapping,
  assetRegisterKeyInHomeRegion,
  retentionFitsFrequency,
} from './cross-checks';
import { delegation } from './delegation';
import { configurationId, settingsWithDefaults } from './inventory-settings';
import { additional, override } from './overrides';
import { register } from './register';
import { accountGlob, accountId, bucketGlob, days, endpoint, region, regionGlob, unitGlob } from './values';

const filter = (what: string, glob: z.ZodString) =>
  z
    .strictObject({
      include: z.array(glob).default([]).describe(`Globs of ${what} to include; none means all`),
      exclude: z.array(glob).default([]).describe(`Globs of ${what} to exclude; exclude wins over include`),
    })
    .prefault({})
    .describe(`Filter by ${what}`);

/** Each account adds a statement of about 400 bytes to the policies of the destination buckets. */
const MOST_ALLOWED_ACCOUNTS = 20;

const destination = z
  .strictObject({
    account: accountId.describe(
      'The member account that receives every report and runs the queries: 12 digits, in quotes',
    ),
    homeRegion: region.describe('Region of the resources that exist only once; it need not be an inventoried Region'),
    allowedAccounts: z
      .array(accountId)
      .max(MOST_ALLOWED_ACCOUNTS, `at most ${MOST_ALLOWED_ACCOUNTS} accounts: a bucket policy has 20 KB`)
      .superRefine(noDuplicates, whenList)
      .default([])
      .describe('Accounts outside the organization that may also deliver reports: 12 digits each, in quotes'),
  })
  .describe('Destination of the reports');

const filters = z
  .strictObject({
    accounts: filter('account ids', accountGlob),
    organizationalUnits: filter('organizational unit paths, e.g. /Workloads/**', unitGlob),
    regions: filter('Region codes, e.g. eu-*', regionGlob),
    buckets: filter('bucket names', bucketGlob),
  })
  .prefault({})
  .describe('The part of the organization that is inventoried');

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
      .regex(
        /[^/]$/,
        'a key prefix that does not end in "/" (S3 would write keys that differ from those in its manifest)',
      )
      .max(256, 'a key prefix of at most 256 characters')
      .default('inventory')
      .describe('First part of every report key; the id of the source account follows'),
  })
  .prefault({})
  .describe('The main inventory configuration of every bucket');

const retention = z
  .strictObject({
    reportsDays: days.default(90).describe('Days after its scan for which the tables show a report'),
    queryResultsDays: days.default(30).describe('Days until a query result expires'),
    destroyReports: z
      .boolean()
      .default(false)
      .describe('Let "destroy" delete destination buckets that still hold reports'),
  })
  .prefault({})
  .describe('Retention of reports and query results');

const backend = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('local').describe('State files in a local folder'),
        directory: z
          .string()
          .min(1, 'a folder')
          .default('.terraform-state')
          .describe('Folder of the state files, relative to inventory.yaml'),
      })
      .describe('State files on this machine'),
    z
      .strictObject({
        type: z.literal('s3').describe('State files in an S3 bucket, with locks in the bucket'),
        bucket: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name: 3 to 63 small letters, digits, "." and "-"')
          .describe('Existing bucket for the state files'),
        region: region.describe('Region of the bucket'),
        keyPrefix: z
          .string()
          .regex(/^[^/]+(\/[^/]+)*$/, 'a key prefix without "/" at its ends')
          .default('orgs3')
          .describe('Key prefix of the state files'),
        kmsKeyArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:kms:/, 'the ARN of a KMS key')
          .optional()
          .describe('ARN of the KMS key that encrypts the state files'),
        roleArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\//, 'the ARN of a role')
          .optional()
          .describe('ARN of the role that reads and writes the state files'),
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
          .describe('Prefix of the workspace names; the name of the stack follows'),
      })
      .describe('One HCP Terraform workspace per stack'),
  ])
  .prefault({ type: 'local' })
  .describe('Backend of the Terraform state');

const tags = z
  .record(
    z
      .string()
      .max(128, 'a tag key of at most 128 characters')
      .regex(/^(?!aws:)./, 'a tag key that is not empty and does not start with "aws:", which AWS keeps for itself'),
    z.string().max(256, 'a tag value of at most 256 characters'),
  )
  .default({})
  .describe('Tags of every resource that supports tags');

/**
 * S3 keeps 1,000 configurations per bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
 */
const MOST_ADDITIONAL = 999;

/**
 * The schema of `inventory.yaml`. Messages name the allowed values: they follow "found …, allowed …". Rules without a message
 * get one from `allowed-by.ts`.
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
      .describe('Additional configurations per bucket'),
    overrides: z.array(override).default([]).describe('Other settings for some buckets; later overrides win'),
    retention,
    register,
    alarms,
    backend,
    tags,
    emulator: z
      .strictObject({ endpoint: endpoint.describe('Scheme, host and port of the emulator') })
      .optional()
      .describe('Emulator that receives every AWS call; for tests and demos only'),
  })
  .superRefine(retentionFitsFrequency, whenMapping)
  .superRefine(assetRegisterKeyInHomeRegion, whenMapping)
  .superRefine(overdueFitsFrequency, whenMapping)
  .superRefine(idsAreUnique, whenMapping)
  .superRefine(configurationsExist, whenMapping)
  .describe('Configuration of orgs3');

/** The configuration with every default filled in. */
export type Config = z.output<typeof configSchema>;
