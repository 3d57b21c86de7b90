import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import { REGION } from '../../core/names/regions';
import { sortedBy } from '../../core/text/order';
import { ACCOUNT_STATES, type BucketTags, type OrganizationSnapshot } from '../../core/organization/snapshot';
import { jsonText } from '../../core/text/printable';
import { ifThere, readIfThere, writeIfChanged } from './whole-files';

const ORGANIZATION_FILE = 'organization.json';
const ACCOUNTS_FOLDER = 'accounts';
const ACCOUNT_FILE = /^(\d{12})\.json$/;

const accountId = z.string().regex(/^\d{12}$/, 'allowed: an account id of 12 digits, in quotes');
const path = z.string().startsWith('/', 'allowed: a path that starts with "/"');
const name = z.string().min(1);
const region = z.string().regex(REGION, 'allowed: a Region code such as eu-west-1');
/** Tags, sorted by key: S3 returns them in any order. */
const tags = z
  .record(z.string(), z.string())
  .transform((found): BucketTags => Object.fromEntries(sortedBy(Object.entries(found), ([key]) => key)));

/** The file of the organization. Keys are written in the order of the schema. */
const organizationSchema = z.strictObject({
  id: z.string().min(1),
  managementAccount: accountId,
  units: z.array(z.strictObject({ id: z.string().min(1), name: z.string(), path })),
});
const accountSchema = z.strictObject({
  id: accountId,
  name: z.string(),
  state: z.enum(ACCOUNT_STATES),
  path,
  error: z.strictObject({ operation: z.string(), code: z.string(), message: z.string() }).exactOptional(),
  buckets: z.array(z.strictObject({ name, region, created: z.string().exactOptional(), tags: tags.exactOptional() })),
  directoryBuckets: z.array(z.strictObject({ name, region })).exactOptional(),
});

/**
 * Reads the snapshot in a folder.
 *
 * @throws Orgs3Error where there is none, or where a file is not in the form that discovery writes; names file and place
 */
export function readSnapshot(folder: string): OrganizationSnapshot {
  const snapshot = readSnapshotIfThere(folder);
  if (snapshot !== undefined) return snapshot;
  throw new Orgs3Error(`There is no snapshot of the organization in ${folder}`, {
    next: 'Run "orgs3 discover" first.',
  });
}

/** Reads the snapshot in a folder; `undefined` where there is none yet. */
export function readSnapshotIfThere(folder: string): OrganizationSnapshot | undefined {
  const file = join(folder, ORGANIZATION_FILE);
  const ids = accountIds(folder);
  const text = readIfThere(file);
  if (text !== undefined) {
    const organization = parse({ file, schema: organizationSchema, text });
    return { organization, accounts: ids.map((id) => readAccount(folder, id)) };
  }
  if (ids.length === 0) return undefined;
  throw new Orgs3Error(`${file} is missing, but there are ${ids.length} accounts beside it`, {
    next: `Restore ${file} from version control. If the known buckets may be lost, remove ${folder} and run "orgs3 discover" instead.`,
  });
}

/**
 * Writes the snapshot: `organization.json`, and `accounts/<id>.json` per account. Each file is replaced as a whole. A file
 * with the same content is not touched; the file of an account that the snapshot lacks is removed. The accounts come first, so
 * that a first snapshot without `organization.json` is recognized as incomplete.
 */
export function writeSnapshot(folder: string, { organization, accounts }: OrganizationSnapshot): void {
  const files = [
    ...accounts.map((account) => ({
      file: accountFile(folder, account.id),
      text: toText(accountSchema.parse(account)),
    })),
    { file: join(folder, ORGANIZATION_FILE), text: toText(organizationSchema.parse(organization)) },
  ];
  const kept = new Set(accounts.map(({ id }) => id));
  try {
    mkdirSync(join(folder, ACCOUNTS_FOLDER), { recursive: true });
    for (const id of accountIds(folder)) if (!kept.has(id)) rmSync(accountFile(folder, id));
    for (const { file, text } of files) writeIfChanged(file, text);
  } catch (error) {
    throw new Orgs3Error(`The snapshot cannot be written to ${folder}: ${String(error)}`, {
      cause: error,
      next: 'Make the folder writable and repeat the command. Each file that was written is complete.',
    });
  }
}

function readAccount(folder: string, id: string) {
  const file = accountFile(folder, id);
  const account = parse({ file, schema: accountSchema, text: readFileSync(file, 'utf8') });
  if (account.id === id) return account;
  throw broken(file, `id: found "${account.id}", allowed: "${id}", as the file is named`);
}

const accountFile = (folder: string, id: string) => join(folder, ACCOUNTS_FOLDER, `${id}.json`);

/** Lists the ids of the accounts that have a file, sorted; other files are ignored. */
function accountIds(folder: string): string[] {
  const names = ifThere(() => readdirSync(join(folder, ACCOUNTS_FOLDER))) ?? [];
  return names.flatMap((name) => ACCOUNT_FILE.exec(name)?.[1] ?? []).sort();
}

function parse<T>({ file, schema, text }: { file: string; schema: z.ZodType<T>; text: string }): T {
  const { success, data, error } = schema.safeParse(parseJson(file, text), { reportInput: true });
  if (success) return data;
  throw broken(file, error.issues.map(describeIssue).join('; '));
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(file, error instanceof Error ? error.message : String(error));
  }
}

function describeIssue({ path, message, input }: z.core.$ZodIssue): string {
  const place = path.length === 0 ? 'the file' : z.core.toDotPath(path);
  const found = input === undefined ? 'nothing' : JSON.stringify(input).slice(0, 60);
  return `${place}: found ${found}: ${message}`;
}

const broken = (file: string, what: string) =>
  new Orgs3Error(`${file} is not as discover wrote it: ${what}`, {
    next: `Restore ${file} from version control. If the known buckets may be lost, remove the folder and run "orgs3 discover" instead.`,
  });

const toText = (value: unknown) => `${jsonText(value, 2)}\n`;
