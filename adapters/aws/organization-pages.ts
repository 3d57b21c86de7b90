import type { z } from 'zod';
import { prettifyError } from 'zod';
import { Orgs3Error } from '../../core/errors';
import { awsCallError } from './aws';

/** Every item of every page; a page may be empty and still have a next one. */
export async function collect<Page, Item>(
  { operation, resource }: Asked,
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  try {
    for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  } catch (error) {
    throw refusal(operation, resource, error);
  }
  return items;
}

/** The call, and the unit or account that it asks about; errors name both. */
export interface Asked {
  readonly operation: string;
  readonly resource?: string;
}

/**
 * The answer as the schema knows it.
 *
 * @throws Orgs3Error naming the call and what is unknown
 */
export function understand<T>(operation: string, schema: z.ZodType<T>, answer: unknown): T {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  throw new Orgs3Error(`${operation} answered something unknown: ${prettifyError(error)}`, { cause: error });
}

/** The SDK's error as ours, with what to do. */
export const refusal = (operation: string, resource: string | undefined, error: unknown) =>
  awsCallError(operation, resource === undefined ? {} : { resource }, error, hintFor(operation, error));

function hintFor(operation: string, error: unknown): string | undefined {
  const code = error instanceof Error ? error.name : '';
  if (code === 'AccessDeniedException') {
    return (
      'Run with credentials of the destination account, once the stack "delegation" is applied or it is a delegated administrator, ' +
      `or of the management account; they must allow organizations:${operation} ("orgs3 policy auditor" prints all of it).`
    );
  }
  if (code === 'AWSOrganizationsNotInUseException') {
    return 'These credentials belong to an account outside any organization: use those of the destination account.';
  }
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|CredentialsProviderError/.test(code)) {
    return 'Sign in to AWS, with credentials of the destination account (AWS_PROFILE, AWS_ACCESS_KEY_ID or a role).';
  }
  return undefined;
}
