import type { PolicyDocument } from '../../core/policies/document';

/** Escapes a text for Terraform, so that `${` and `%{` in it start no template. */
export const literal = (text: string) => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);

/** Converts a policy into the JSON text of an attribute. */
export const policyJson = (document: PolicyDocument) => literal(JSON.stringify(document));
