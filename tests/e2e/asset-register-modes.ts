import { join } from 'node:path';
import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  ASSET_RECONCILE_FUNCTION,
  assetStateKey,
  destinationBucketName,
  ASSET_DATABASE,
  assetResultsBucketName,
} from '../../core/names/names';
import type { CopyPolicy } from '../../core/asset-register/location-of';
import { synthesize, type Chain } from '../../sandbox/chain';
import { startFunction } from '../../sandbox/function-instance';
import { configure, type GuardedChain } from '../../sandbox/guarded-chain';
import { backdateObjects } from '../../sandbox/object-store';
import { regionsOf } from '../../sandbox/steps';

/** Changes the asset register's mode as a user does, and runs the daily pass of the deployed Lambda. */
export async function changeAssetRegisterMode(chain: GuardedChain, mode: CopyPolicy['mode']): Promise<void> {
  const { clients, paths, organization, terraform } = chain;
  await configure(chain, { register: { mode } });
  await synthesize(chain);
  await terraform.apply('register');
  await letADayPassForTheAssetRegister(chain);
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

/** Removes the record of the last pass, and makes every report so old that its event cannot still come. */
async function letADayPassForTheAssetRegister({ clients, organization }: Chain): Promise<void> {
  const { homeRegion, destinationAccount } = organization;
  const Bucket = assetResultsBucketName(homeRegion, destinationAccount);
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

/** The partitions of a table of the asset register: their values and location. */
export async function assetRegisterPartitions({ clients, organization }: Chain, TableName: string) {
  const request = new GetPartitionsCommand({ DatabaseName: ASSET_DATABASE, TableName, MaxResults: 1000 });
  const { Partitions = [] } = await clients.glue({ region: organization.homeRegion }).send(request);
  return Partitions.map(({ Values = [], StorageDescriptor }) => ({
    values: Values.join(' '),
    location: StorageDescriptor?.Location ?? '',
  })).sort((a, b) => (a.values < b.values ? -1 : 1));
}
