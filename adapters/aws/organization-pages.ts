import type { z } from 'zod';
import { prettifyError } from 'zod';
import { Orgs3Error } from '../../core/errors';
import { means } from '../../core/refusals/known-answers';
import { type AwsCall, awsPages } from './aws-call';

/** Collects the items of every page; a page may be empty and still have a next one. */
export async function collect<Page, Item>(
  asked: Asked,
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of awsPages(organizationsCall(asked), pages)) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** An operation of Organizations, and the id of its unit or account; errors name both. */
export interface Asked {
  readonly operation: string;
  readonly resource?: string;
}

/**
 * Parses an answer by its schema.
 *
 * @throws Orgs3Error that names the operation and the mistakes
 */
export function understand<T>(operation: string, schema: z.ZodType<T>, answer: unknown): T {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  throw new Orgs3Error(`${operation} answered something unknown: ${prettifyError(error)}`, { cause: error });
}

/** A call of Organizations, with advice for its errors. */
export const organizationsCall = ({ operation, resource }: Asked): AwsCall => ({
  operation,
  target: resource === undefined ? {} : { resource },
  next: (code) => hintFor(operation, code),
});

function hintFor(operation: string, code: string): string | undefined {
  if (code === 'AccessDeniedException') {
    return (
      'Use credentials of the destination account, once the stack "delegation" is applied or the account is a delegated ' +
      'administrator. Those of the management account work without either. ' +
      `The credentials must allow organizations:${operation}; "orgs3 policy auditor" prints the whole policy.`
    );
  }
  if (code === 'AWSOrganizationsNotInUseException') {
    return 'Use credentials of the destination account: these belong to an account outside any organization.';
  }
  if (means('notSignedIn', code)) {
    return 'Sign in to AWS with credentials of the destination account (AWS_PROFILE, AWS_ACCESS_KEY_ID or a role).';
  }
  return undefined;
}
