import { join } from 'node:path';
import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  ASSET_RECONCILE_FUNCTION,
  assetStateKey,
  destinationBucketName,
  REGISTER_DATABASE,
  registerResultsBucketName,
} from '../../core/names/names';
import type { CopyPolicy } from '../../core/asset-register/location-of';
import { synthesize, type Chain } from '../../sandbox/chain';
import { startFunction } from '../../sandbox/function-instance';
import { configure, type GuardedChain } from '../../sandbox/guarded-chain';
import { backdateObjects } from '../../sandbox/object-store';
import { regionsOf } from '../../sandbox/steps';

/** Sets the asset register's mode as a user does, and lets the deployed Lambda make the daily pass that follows. */
export async function changeRegisterMode(chain: GuardedChain, mode: CopyPolicy['mode']): Promise<void> {
  const { clients, paths, organization, terraform } = chain;
  await configure(chain, { register: { mode } });
  await synthesize(chain);
  await terraform.apply('register');
  await letADayPassForTheRegister(chain);
  const instance = await startFunction(clients, {
    region: organization.homeRegion,
    name: ASSET_RECONCILE_FUNCTION,
    folder: join(paths.functions, ASSET_RECONCILE_FUNCTION),
    log: join(paths.logs, `${ASSET_RECONCILE_FUNCTION}.log`),
  });
  try {
    await instance.invoke({});
  } finally {
    instance.stop();
  }
}

/** The last pass is forgotten, and no report is so young that its event might still come. */
async function letADayPassForTheRegister({ clients, organization }: Chain): Promise<void> {
  const { homeRegion, destinationAccount } = organization;
  const Bucket = registerResultsBucketName(homeRegion, destinationAccount);
  const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const region of regionsOf({ organization })) {
    await clients.s3({ region: homeRegion }).send(new DeleteObjectCommand({ Bucket, Key: assetStateKey(region) }));
    await backdateObjects(
      clients.endpoint,
      destinationBucketName(region, destinationAccount),
      'inventory/',
      twoHoursAgo,
    );
  }
}

/** What a table of the asset register shows where: values of the partition keys, and the location. */
export async function registerPartitions({ clients, organization }: Chain, TableName: string) {
  const request = new GetPartitionsCommand({ DatabaseName: REGISTER_DATABASE, TableName, MaxResults: 1000 });
  const { Partitions = [] } = await clients.glue({ region: organization.homeRegion }).send(request);
  return Partitions.map(({ Values = [], StorageDescriptor }) => ({
    values: Values.join(' '),
    location: StorageDescriptor?.Location ?? '',
  })).sort((a, b) => (a.values < b.values ? -1 : 1));
}
