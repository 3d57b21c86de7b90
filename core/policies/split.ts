import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';

/**
 * The statements over as few documents as take them in their order. IAM counts a policy's characters without white space.
 *
 * @param most the most characters of a document; a statement that is longer by itself stands alone
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
