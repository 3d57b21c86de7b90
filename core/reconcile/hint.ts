import { signInHint } from '../refusals/known-answers';

/** Texts of the instruction where AWS refuses to reconcile tables. */
export interface HintedTables {
  /** Instruction for a missing bucket or database. */
  readonly missing: string;
  /** Required permissions, in words that follow `credentials that may`. */
  readonly needed: string;
  /** The destination account: 12 digits. */
  readonly account: string;
}

/** Instruction for an error of AWS, by its code. */
export function reconcileHint(code: string, { missing, needed, account }: HintedTables): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (/NoSuchBucket|EntityNotFound/.test(code)) return missing;
  if (!/AccessDenied/.test(code)) return 'Repeat the command: it resumes, and repeats no finished work.';
  return `Use credentials of the destination account ${account} that may ${needed}: "orgs3 policy operator" prints a policy that does.`;
}
