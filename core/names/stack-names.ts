/** Starts of the names of stacks that exist once per account or Region. */
export const STACK_PREFIX = {
  access: 'access-',
  collector: 'collector-',
  source: 'source-',
} as const;

/** Names of the Terraform stacks. Account ids are strings of 12 digits, Regions are codes such as `eu-west-1`. */
export const stackName = {
  delegation: 'delegation',
  assetRegister: 'register',
  /** The stack of the StackSet, in the mode `stackset`. */
  accessStackSet: 'access',
  access: (account: string) => `${STACK_PREFIX.access}${account}`,
  collector: (region: string) => `${STACK_PREFIX.collector}${region}`,
  source: (account: string) => `${STACK_PREFIX.source}${account}`,
} as const;
