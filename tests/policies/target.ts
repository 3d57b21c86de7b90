import type { Policy } from './synthesized-policies';

/** The target of a call. */
export interface Target {
  readonly arn: string;
  /** The owner, 12 digits. */
  readonly account: string;
  /** The place of the target's policy among the synthesized ones, where it has one. */
  readonly policyAt?: string;
  /** The policy of a resource that is not ours. */
  readonly policy?: Policy;
  /** The condition keys that AWS adds for the resource itself. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}
