import { signInHint } from '../refusals/each-region';

/** What is said of tables where AWS refuses to reconcile them. */
export interface HintedTables {
  /** Where something is not there. */
  readonly missing: string;
  /** What whoever reconciles may do, behind `credentials that may`. */
  readonly needed: string;
  /** The destination account: 12 digits. */
  readonly account: string;
}

/** What to do where AWS refused to reconcile, by AWS's code. */
export function reconcileHint(code: string, { missing, needed, account }: HintedTables): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (/NoSuchBucket|EntityNotFound/.test(code)) return missing;
  if (!/AccessDenied/.test(code)) return 'Repeat the command: what is done already is not done again.';
  return `Use credentials of the destination account ${account} that may ${needed}: "orgs3 policy operator" prints a policy that does.`;
}
