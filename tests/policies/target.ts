import type { Policy } from './synthesized-policies';

/** What it is done to. */
export interface Target {
  readonly arn: string;
  /** The owner, 12 digits. */
  readonly account: string;
  /** Where the policy of the resource stands among the synthesized ones; others have none. */
  readonly policyAt?: string;
  /** The policy of a resource that is not ours. */
  readonly policy?: Policy;
  /** What AWS says of the resource itself to the policies. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}
