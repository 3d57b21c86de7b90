/** Values of one condition operator, by condition key. */
type ConditionValues = Readonly<Record<string, string | readonly string[]>>;

/** One statement of a policy, spelled as IAM spells it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | { readonly Service: string | readonly string[] } | { readonly AWS: readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, ConditionValues>>;
}

/** A policy as data: `JSON.stringify` makes the document that AWS takes. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** A document of these statements, in this order. */
export const policyDocument = (...statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** Length of the document as it is sent to AWS, in bytes. */
export const policyBytes = (document: PolicyDocument): number =>
  new TextEncoder().encode(JSON.stringify(document)).length;

/** The actions that a resource policy refuses, by service. The policy of a topic takes no wildcard for all actions of SNS. */
const REFUSED = { s3: 's3:*', sqs: 'sqs:*', sns: 'SNS:Publish' } as const;

/**
 * Refuses every call that does not come over TLS. The operator is `Bool`, not `BoolIfExists`: the statement does not refuse a call without
 * this key, as a service may make it on its own behalf.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
export const refusePlainHttp = (service: keyof typeof REFUSED, resources: readonly string[]): PolicyStatement => ({
  Sid: 'RefusePlainHttp',
  Effect: 'Deny',
  Principal: '*',
  Action: REFUSED[service],
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Lets a service assume a role. */
export const serviceTrustPolicy = (service: string): PolicyDocument =>
  policyDocument({
    Sid: 'AssumedByService',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
  });
