/** AWS's error codes by their meaning. A code counts where it contains one of these texts: services add `Exception` and the like. */
const CODES = {
  /** The caller's own credentials are missing, unknown or expired. */
  notSignedIn: ['ExpiredToken', 'InvalidClientTokenId', 'UnrecognizedClient', 'CredentialsProviderError'],
  /** A Region that is switched off in an account does not know the account's valid credentials. */
  regionOff: ['InvalidToken', 'InvalidAccessKeyId', 'InvalidClientTokenId', 'UnrecognizedClient', 'AuthFailure'],
  /** The bucket is no longer in the Region that was asked. */
  elsewhere: ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraint'],
  /** A policy forbids the call, or allows it nowhere. */
  denied: ['AccessDenied', 'AllAccessDisabled'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** True where AWS's code has that meaning. */
export const means = (meaning: keyof typeof CODES, code: string): boolean =>
  CODES[meaning].some((known) => code.includes(known));

/** The instruction for a Region that may be switched off, or for a bucket that moved; `undefined` for any other answer. */
export function placeHint(code: string): string | undefined {
  if (means('regionOff', code)) {
    return 'The Region may be switched off in this account: switch it on, or name it in filters.regions.exclude.';
  }
  return means('elsewhere', code)
    ? 'The bucket seems to be in another Region now: run "orgs3 discover" and repeat the command.'
    : undefined;
}

/** The instruction for a refusal of the caller's own credentials in a Region; `undefined` for any other answer. */
export const signInHint = (code: string): string | undefined =>
  means('notSignedIn', code)
    ? 'Sign in again: AWS refused your credentials in this Region. If other Regions accept them, enable this Region in the destination account.'
    : undefined;
