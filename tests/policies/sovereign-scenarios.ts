import type { Scenario } from './scenario';

const READER = 'a reader in the sovereign cloud';
const OPERATOR = 'an operator in the sovereign cloud';
const REGISTER = 'register-report in the sovereign cloud';

/** Scenarios of an organization whose Region codes begin with `eusc-`: the same people have access, and nobody else. */
export const SOVEREIGN_SCENARIOS: readonly Scenario[] = [
  ['S3', 'for a member in the sovereign cloud', 'delivers', 'a sovereign report', 'allowed'],
  ['S3', 'for a member', 'delivers', 'a sovereign report', 'refused'],
  ['S3', 'for a member in the sovereign cloud', 'encrypts with', 'the sovereign key', 'allowed'],
  ['Lambda', 'for a member in the sovereign cloud', 'encrypts with', 'the sovereign key', 'refused'],
  [REGISTER, 'over TLS', 'reads', 'a sovereign manifest', 'allowed'],
  [REGISTER, 'over TLS', 'reads', 'a sovereign report', 'refused'],

  [READER, 'over TLS', 'lists the keys of', 'the sovereign destination bucket', 'allowed'],
  [READER, 'over TLS', 'reads', 'a sovereign report', 'allowed'],
  [READER, 'over plain HTTP', 'reads', 'a sovereign report', 'refused'],
  [READER, 'over TLS', 'reads', 'the sovereign list of buckets', 'allowed'],
  [READER, 'over TLS', 'reads', 'the list of buckets of another sovereign Region', 'allowed'],
  [READER, 'over TLS', 'reads', 'a list of buckets in the sovereign results bucket', 'refused'],
  [READER, 'over TLS', 'reads', 'a list of buckets in the sovereign register', 'refused'],
  [READER, 'over TLS', 'reads', 'a sovereign query result', 'allowed'],
  [READER, 'through S3 of the sovereign cloud', 'decrypts with', 'the sovereign key', 'allowed'],
  [READER, 'through S3 by its name in the sovereign cloud', 'decrypts with', 'the sovereign key', 'allowed'],
  [READER, 'over TLS', 'decrypts with', 'the sovereign key', 'refused'],

  [OPERATOR, 'over TLS', 'lists the keys of', 'the sovereign destination bucket', 'allowed'],
  [OPERATOR, 'over TLS', 'reads', 'a sovereign manifest', 'allowed'],
  [OPERATOR, 'over TLS', 'reads', 'a sovereign report', 'refused'],
  [OPERATOR, 'over TLS', 'writes', 'the sovereign list of buckets', 'allowed'],
  [OPERATOR, 'over TLS', 'writes', 'the list of buckets of another sovereign Region', 'allowed'],
  [OPERATOR, 'over TLS', 'writes', 'a list of buckets in the sovereign results bucket', 'refused'],
  [OPERATOR, 'over TLS', 'writes', 'a list of buckets in the sovereign register', 'refused'],
  [OPERATOR, 'over TLS', 'writes', 'a sovereign report', 'refused'],
];
