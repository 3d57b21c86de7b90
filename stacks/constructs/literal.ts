import type { PolicyDocument } from '../../core/policies/document';

/** Text that Terraform takes as it stands: `${` and `%{` in it start no template. */
export const literal = (text: string) => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);

/** A policy as the attribute of a resource. */
export const policyJson = (document: PolicyDocument) => literal(JSON.stringify(document));
