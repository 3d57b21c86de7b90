import { z } from 'zod';
import { FREQUENCIES, OBJECT_VERSIONS, OPTIONAL_FIELDS, REPORT_FORMATS } from '../inventory/fields';

const accountId = z
  .string({ error: 'an account id in quotes, e.g. "012345678901" (a leading zero is lost in a number)' })
  .regex(/^\d{12}$/, 'an account id of 12 digits')
  .meta({ id: 'AccountId', description: 'AWS account id: 12 digits, in quotes' });
const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region code such as eu-west-1')
  .meta({ id: 'Region', description: 'Region code, e.g. eu-west-1' });
const days = z.int().min(1, 'a number of days, 1 or more');
const globs = z.array(z.string().min(1)).default([]);

const filter = (what: string) =>
  z
    .strictObject({
      include: globs.describe(`Globs of ${what} to take; none means all`),
      exclude: globs.describe(`Globs of ${what} to leave out; stronger than include`),
    })
    .prefault({});

const destination = z.strictObject({
  account: accountId.describe('The member account that receives every report and runs the queries'),
  homeRegion: region.describe('The Region of what exists only once'),
});

const filters = z
  .strictObject({
    accounts: filter('account ids'),
    organizationalUnits: filter('organizational unit paths, e.g. /Workloads/**'),
    regions: filter('Region codes, e.g. eu-*'),
    buckets: filter('bucket names'),
  })
  .prefault({})
  .describe('Which part of the organization is inventoried');

const access = z
  .strictObject({
    mode: z.literal('direct').default('direct').describe('How the role gets into every account'),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 letters, digits and +=,.@_-')
      .default('OrgS3role')
      .describe('The role in every source account'),
    bootstrapRole: z
      .string()
      .regex(/^[\w+=,.@/-]{1,512}$/, 'the name of a role that exists in every account')
      .default('OrganizationAccountAccessRole')
      .describe('The role that may create the role above in each account'),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id: 2 to 1224 letters, digits and +=,.@:/-')
      .optional()
      .describe('Asked of whoever assumes the role'),
    trustedPrincipals: z
      .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, 'the ARN of a role or user'))
      .default([])
      .describe('Who in the destination account may assume the role; none means whoever its own IAM policies allow'),
  })
  .prefault({});

const inventory = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'a configuration id: up to 64 letters, digits, ".", "_" and "-"')
      .default('organization-inventory')
      .describe('Id of the inventory configuration on every bucket'),
    enabled: z.boolean().default(true),
    format: z.enum(REPORT_FORMATS).default('Parquet'),
    frequency: z.enum(FREQUENCIES).default('Daily'),
    versions: z.enum(OBJECT_VERSIONS).default('Current'),
    fields: z
      .array(z.enum(OPTIONAL_FIELDS))
      .default([
        'Size',
        'LastModifiedDate',
        'ETag',
        'StorageClass',
        'IsMultipartUploaded',
        'ReplicationStatus',
        'EncryptionStatus',
        'BucketKeyStatus',
        'IntelligentTieringAccessTier',
        'ChecksumAlgorithm',
      ])
      .describe('Optional fields of a report'),
    prefixFilter: z.string().min(1).max(1024).optional().describe('List only keys that start with this'),
    destinationPrefix: z
      .string()
      .regex(/^[A-Za-z0-9_-][A-Za-z0-9_./-]*$/, 'a key prefix of letters, digits, "_", ".", "-" and "/"')
      .regex(/[^/]$/, 'a key prefix that does not end in "/" (S3 would write keys that its manifest does not name)')
      .max(256)
      .default('inventory')
      .describe('First part of every report key; the source account id follows'),
  })
  .prefault({});

const retention = z
  .strictObject({
    reportsDays: days.default(90).describe('Days until a report expires'),
    queryResultsDays: days.default(30).describe('Days until a query result expires'),
    destroyReports: z
      .boolean()
      .default(false)
      .describe('Let "destroy" delete destination buckets that still hold reports'),
  })
  .prefault({});

const backend = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('local'),
      directory: z
        .string()
        .min(1)
        .default('.terraform-state')
        .describe('Folder of the state files, relative to inventory.yaml'),
    }),
    z.strictObject({
      type: z.literal('s3'),
      bucket: z.string().min(3).max(63),
      region,
      keyPrefix: z.string().min(1).default('orgs3').describe('Key prefix of the state files'),
      kmsKeyArn: z.string().regex(/^arn:/, 'the ARN of a KMS key').optional(),
      roleArn: z
        .string()
        .regex(/^arn:/, 'the ARN of a role')
        .optional()
        .describe('Role that reads and writes the state'),
    }),
    z.strictObject({
      type: z.literal('cloud'),
      organization: z.string().min(1),
      project: z.string().min(1).optional(),
      hostname: z.string().min(1).default('app.terraform.io'),
      workspacePrefix: z
        .string()
        .regex(/^[\w-]+$/, 'letters, digits, "_" and "-"')
        .default('orgs3-')
        .describe('A workspace is named prefix + stack'),
    }),
  ])
  .prefault({ type: 'local' });

/**
 * The schema of `inventory.yaml`. Messages say what is allowed: they follow "found …, allowed: …".
 */
export const configSchema = z
  .strictObject({
    destination,
    filters,
    access,
    inventory,
    retention,
    backend,
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .default({})
      .describe('Tags of every resource that can carry tags'),
    emulator: z
      .strictObject({ endpoint: z.url('a URL such as http://127.0.0.1:5600') })
      .optional()
      .describe('Send every AWS call here; for tests and demos only'),
  })
  .describe('Configuration of orgs3');

/** The configuration with every default filled in. */
export type Config = z.output<typeof configSchema>;
