import type { Config } from '../config/schema';
import type { PolicyDocument } from './document';

/** The configuration, and the organization's senders, that a policy is made from. */
export interface PolicyContext {
  readonly config: Config;
  /** The Region of the collector; policies of IAM alone are the same in all Regions. */
  readonly region: string;
  /** Reads the senders of reports from the snapshot; only the policies that name them call it. */
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
  /** The resource or person that holds the policy once everything is deployed. */
  readonly holder: (context: PolicyContext) => string;
  readonly document: (context: PolicyContext) => PolicyDocument;
}
