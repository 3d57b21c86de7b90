import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  ListRootsCommand,
  MoveAccountCommand,
  RegisterDelegatedAdministratorCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { STACK_SETS_SERVICE } from '../core/names/names';
import { plainPath } from '../core/organization/unit-path';
import type { EmulatorClients } from './clients';
import { objectsFor } from './objects';
import { seedObjects } from './object-store';
import { bucketsOf, type MadeUpBucket, type MadeUpOrganization } from './organization';

/** Organizations answers from one Region, and lets only the management account change an organization. */
const ORGANIZATIONS_REGION = 'us-east-1';

/** Creates the accounts, the organizational units, the delegated administrator, and every bucket with its objects. */
export async function createOrganization(
  clients: EmulatorClients,
  organization: MadeUpOrganization,
  now: Date,
): Promise<void> {
  const client = clients.organizations({ account: organization.managementAccount, region: ORGANIZATIONS_REGION });
  await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await client.send(new ListRootsCommand({}));
  const root = Roots?.[0]?.Id ?? '';
  const units = await createUnits(
    client,
    root,
    organization.accounts.map(({ path }) => path),
  );
  for (const { id, name, path } of organization.accounts) {
    const Tags = [{ Key: 'emulator:account-id', Value: id }];
    await client.send(new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com`, Tags }));
    const DestinationParentId = units.get(path) ?? root;
    await client.send(new MoveAccountCommand({ AccountId: id, SourceParentId: root, DestinationParentId }));
  }
  const AccountId = organization.destinationAccount;
  await client.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: STACK_SETS_SERVICE }));
  await pMap(bucketsOf(organization), (bucket) => createBucket(clients, bucket, now), { concurrency: 4 });
}

/** Creates the organizational units of the paths and of their parents; returns ids by path. */
async function createUnits(
  client: OrganizationsClient,
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map([['', root]]);
  for (const path of paths) {
    const names = path.split('/').slice(1);
    for (const [depth, name] of names.entries()) {
      const place = `/${names.slice(0, depth + 1).join('/')}`;
      if (ids.has(place)) continue;
      const ParentId = ids.get(place.slice(0, place.lastIndexOf('/')));
      const { OrganizationalUnit } = await client.send(
        new CreateOrganizationalUnitCommand({ ParentId, Name: plainPath(name) }),
      );
      ids.set(place, OrganizationalUnit?.Id ?? '');
    }
  }
  return ids;
}

async function createBucket(
  clients: EmulatorClients,
  bucket: MadeUpBucket & { readonly account: string },
  now: Date,
): Promise<void> {
  const { account, region, name: Bucket } = bucket;
  const s3 = clients.s3({ account, region });
  const location = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  await s3.send(new CreateBucketCommand({ Bucket, ...location }));
  if (bucket.versioned === true) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const objects = objectsFor(bucket, now);
  if (objects.length > 0) await seedObjects(clients.endpoint, Bucket, objects);
}
