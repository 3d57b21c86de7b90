import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';

/**
 * Splits a policy into as few documents as hold its statements in their order. IAM counts the characters of a policy without white space.
 *
 * @param most the most characters of a document; a longer statement gets a document of its own
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function splitPolicy({ Statement }: PolicyDocument, most: number): PolicyDocument[] {
  const parts: PolicyStatement[][] = [];
  for (const statement of Statement) {
    const last = parts.at(-1);
    if (last !== undefined && JSON.stringify(policyDocument(...last, statement)).length <= most) last.push(statement);
    else parts.push([statement]);
  }
  return parts.map((statements) => policyDocument(...statements));
}
