import type { Config } from '../config/schema';
import type { PolicyDocument } from './document';

/** What a policy is made from. */
export interface PolicyContext {
  readonly config: Config;
  /** The Region whose collector is meant; IAM's own policies are the same in all. */
  readonly region: string;
  /** Whose reports come: only the policies that name them ask. */
  readonly senders: () => Senders;
}

/** The organization's id and management account, its accounts in scope, 12 digits each, and the Regions in use. */
export interface Senders {
  readonly organization: string;
  readonly managementAccount: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** A policy by its name. */
export interface NamedPolicy {
  /** What holds it once everything is deployed. */
  readonly holder: (context: PolicyContext) => string;
  readonly document: (context: PolicyContext) => PolicyDocument;
}
