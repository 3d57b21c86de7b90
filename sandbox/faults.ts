import {
  DeleteBucketCommand,
  DeleteBucketInventoryConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  type InventoryConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Orgs3Error } from '../core/errors';

/** A change to a bucket's inventory configuration that Terraform did not make. */
export interface Fault {
  /** A sentence that describes the change. */
  readonly name: string;
  readonly change: Change;
}

type Change = 'delete the configuration' | 'delete the bucket' | ((configuration: Whole) => InventoryConfiguration);

/** An inventory configuration that has a destination, as all of ours have. */
type Whole = InventoryConfiguration & {
  readonly destination: NonNullable<NonNullable<InventoryConfiguration['Destination']>['S3BucketDestination']>;
};

const withDestination = ({ destination, ...configuration }: Whole, changed: Partial<Whole['destination']>) => ({
  ...configuration,
  Destination: { S3BucketDestination: { ...destination, ...changed } },
});

const settings = ({ destination, ...configuration }: Whole, changed: Partial<InventoryConfiguration>) => ({
  ...withDestination({ destination, ...configuration }, {}),
  ...changed,
});

/** The faults that a plan of the bucket's `source` stack shows, one of each kind. */
export const FAULTS: readonly Fault[] = [
  { name: 'the configuration is deleted', change: 'delete the configuration' },
  { name: 'the configuration is switched off', change: (one) => settings(one, { IsEnabled: false }) },
  { name: 'the reports are weekly', change: (one) => settings(one, { Schedule: { Frequency: 'Weekly' } }) },
  { name: 'every version is listed', change: (one) => settings(one, { IncludedObjectVersions: 'All' }) },
  {
    name: 'a field is missing and another is there',
    change: (one) => settings(one, { OptionalFields: [...(one.OptionalFields ?? []).slice(1), 'ObjectOwner'] }),
  },
  { name: 'only a prefix is listed', change: (one) => settings(one, { Filter: { Prefix: 'logs/' } }) },
  { name: 'the reports are CSV', change: (one) => withDestination(one, { Format: 'CSV' }) },
  { name: 'the reports go elsewhere', change: (one) => withDestination(one, { Prefix: 'elsewhere' }) },
  {
    name: 'the reports go to another bucket',
    change: (one) => withDestination(one, { Bucket: 'arn:aws:s3:::somebody-elses-bucket' }),
  },
  {
    name: 'the reports are not encrypted by the configuration, and the owner of the destination is not checked',
    change: (one) => withDestination(one, { Encryption: undefined, AccountId: undefined }),
  },
  {
    name: 'the reports are encrypted with a key, and the configuration is off',
    change: (one) => ({
      ...withDestination(one, {
        Encryption: {
          SSEKMS: { KeyId: 'arn:aws:kms:eu-west-1:300000000000:key/11111111-2222-3333-4444-555555555555' },
        },
      }),
      IsEnabled: false,
    }),
  },
  { name: 'the bucket is deleted', change: 'delete the bucket' },
];

/** Applies a fault to a bucket. `s3` is a client of the bucket's account and Region. */
export async function breakConfiguration(s3: S3Client, Bucket: string, Id: string, { change }: Fault): Promise<void> {
  if (change === 'delete the bucket') return void (await s3.send(new DeleteBucketCommand({ Bucket })));
  if (change === 'delete the configuration') {
    return void (await s3.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id })));
  }
  const { InventoryConfiguration: found } = await s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }));
  const destination = found?.Destination?.S3BucketDestination;
  if (found === undefined || destination === undefined) throw new Orgs3Error(`${Bucket} has no configuration ${Id}.`);
  const InventoryConfiguration = change({ ...found, destination });
  await s3.send(new PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration }));
}
