import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListRoots,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListParents,
} from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import type { ListedAccount, OrganizationListing } from '../../core/discovery/listing';
import type { OrganizationalUnit } from '../../core/organization/snapshot';
import { unitPath } from '../../core/organization/unit-path';
import { abortedBy, awsCall } from './aws-call';
import { type AwsAccess, clientOptions } from './client-options';
import { collect, organizationsCall, understand } from './organization-pages';

/** Calls at once: Organizations has one endpoint for all Regions, and throttles early. */
const CONCURRENCY = 4;

/** A client of AWS Organizations. */
export const organizationsClient = (access: AwsAccess) => new OrganizationsClient(clientOptions(access));

/**
 * Reads the organization, its units with their paths, and all its accounts with path and state.
 *
 * The accounts come from ListAccounts alone: an account that moves while the units are read would be in none of them.
 * If AWS does not name an account's unit in `Paths`, the accounts of each unit are listed too.
 *
 * @throws AwsCallError with advice, e.g. where the account of the credentials may not read the organization
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function readOrganization(
  client: OrganizationsClient,
  signal?: AbortSignal,
): Promise<OrganizationListing> {
  const call: Call = { client, options: abortedBy(signal) };
  const { id, managementAccount } = await describeOrganization(call);
  const [units, accounts] = await Promise.all([readUnits(call), listAccounts(call)]);
  const accountPaths = await accountPathsOf(call, accounts, units);
  return {
    organization: { id, managementAccount, units },
    accounts: accounts.map((account) => toListed(account, accountPaths)),
  };
}

interface Call {
  readonly client: OrganizationsClient;
  readonly options: { readonly abortSignal?: AbortSignal };
}

const accountId = z.string().regex(/^\d{12}$/, 'an account id of 12 digits');
const organizationAnswer = z.object({ Organization: z.object({ Id: z.string(), MasterAccountId: accountId }) });
const node = z.object({ Id: z.string(), Name: z.string().default('') });
const parent = z.object({ Id: z.string() });
/** An account. `Status` is the older name of `State`, to be retired. */
const account = z
  .object({
    Id: accountId,
    Name: z.string().default(''),
    State: z.enum(['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']).optional(),
    Status: z.enum(['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE']).optional(),
    Paths: z.array(z.string()).default([]),
  })
  .transform(({ Id: id, Name: name, State, Status, Paths: paths }, context) => {
    const state = State ?? Status;
    if (state !== undefined) return { id, name, state, paths };
    context.addIssue({ code: 'custom', message: `account ${id} has neither State nor Status` });
    return z.NEVER;
  });
type Account = z.output<typeof account>;
type AccountPaths = ReadonlyMap<string, string>;

async function describeOrganization({ client, options }: Call): Promise<{ id: string; managementAccount: string }> {
  const operation = 'DescribeOrganization';
  const answer = await awsCall(organizationsCall({ operation }), () =>
    client.send(new DescribeOrganizationCommand({}), options),
  );
  const { Organization } = understand(operation, organizationAnswer, answer);
  return { id: Organization.Id, managementAccount: Organization.MasterAccountId };
}

/** Reads the root and all units below it, each after its parent. */
async function readUnits(call: Call): Promise<OrganizationalUnit[]> {
  const roots = await collect(
    { operation: 'ListRoots' },
    paginateListRoots(call, {}, call.options),
    ({ Roots }) => Roots,
  );
  const units = understand('ListRoots', z.array(node), roots).map(({ Id, Name }) => ({
    id: Id,
    name: Name,
    path: '/',
  }));
  for (let level = units; level.length > 0;) {
    level = (await pMap(level, (unit) => childrenOf(call, unit), { concurrency: CONCURRENCY })).flat();
    units.push(...level);
  }
  return units;
}

async function childrenOf(call: Call, { id, path }: OrganizationalUnit): Promise<OrganizationalUnit[]> {
  const operation = 'ListOrganizationalUnitsForParent';
  const pages = paginateListOrganizationalUnitsForParent(call, { ParentId: id }, call.options);
  const children = await collect({ operation, resource: id }, pages, ({ OrganizationalUnits }) => OrganizationalUnits);
  return understand(operation, z.array(node), children).map(({ Id, Name }) => ({
    id: Id,
    name: Name,
    path: unitPath(path, Name),
  }));
}

async function listAccounts(call: Call): Promise<Account[]> {
  const pages = paginateListAccounts(call, {}, call.options);
  const accounts = await collect({ operation: 'ListAccounts' }, pages, ({ Accounts }) => Accounts);
  return understand('ListAccounts', z.array(account), accounts);
}

/** Finds the path of each account's unit, by account id. */
async function accountPathsOf(
  call: Call,
  accounts: readonly Account[],
  units: readonly OrganizationalUnit[],
): Promise<AccountPaths> {
  const paths = new Map(units.map(({ id, path }) => [id, path]));
  const accountPaths = new Map(accounts.map(({ id, paths: entities }) => [id, pathFromEntities(entities, paths)]));
  const withoutPath = () => accounts.filter(({ id }) => accountPaths.get(id) === undefined);
  if (withoutPath().length > 0) {
    const found = await pMap(units, (unit) => accountsIn(call, unit), { concurrency: CONCURRENCY });
    for (const [id, path] of found.flat()) accountPaths.set(id, accountPaths.get(id) ?? path);
  }
  const moved = await pMap(withoutPath(), async ({ id }) => [id, paths.get(await parentOf(call, id))] as const, {
    concurrency: CONCURRENCY,
  });
  for (const [id, path] of moved) accountPaths.set(id, path);
  return new Map([...accountPaths].flatMap(([id, path]) => (path === undefined ? [] : [[id, path] as const])));
}

/** Reads `Paths`, which are made of ids, e.g. `o-a1b2c3d4e5/r-f6g7/ou-f6g7-11111111/123456789012/`. The last unit counts. */
function pathFromEntities(entities: readonly string[], paths: AccountPaths): string | undefined {
  const unit = entities[0]?.split('/').findLast((id) => /^(ou|r)-/.test(id));
  return unit === undefined ? undefined : paths.get(unit);
}

async function accountsIn(call: Call, { id, path }: OrganizationalUnit): Promise<[string, string][]> {
  const operation = 'ListAccountsForParent';
  const pages = paginateListAccountsForParent(call, { ParentId: id }, call.options);
  const accounts = await collect({ operation, resource: id }, pages, ({ Accounts }) => Accounts);
  return understand(operation, z.array(parent), accounts).map(({ Id }) => [Id, path]);
}

/** Reads the unit of an account that was moved between two calls. */
async function parentOf(call: Call, child: string): Promise<string> {
  const pages = paginateListParents(call, { ChildId: child }, call.options);
  const parents = await collect({ operation: 'ListParents', resource: child }, pages, ({ Parents }) => Parents);
  return understand('ListParents', z.tuple([parent]), parents)[0].Id;
}

function toListed({ id, name, state }: Account, accountPaths: AccountPaths): ListedAccount {
  const path = accountPaths.get(id);
  if (path !== undefined) return { id, name, state, path };
  throw new Orgs3Error(`Account ${id} is in an organizational unit that was not there a moment ago`, {
    next: 'Repeat the command: the organization was changed meanwhile.',
  });
}
