/** A Lambda function's code, ready to deploy. */
export interface FunctionBundle {
  /** Holds `index.js`; the handler is `index.handler`. */
  readonly zip: Uint8Array;
  /** SHA-256 of `zip` in base64, as Lambda computes `CodeSha256`. */
  readonly sha256Base64: string;
}

/** The code of every Lambda. */
export interface FunctionBundles {
  readonly registerReport: FunctionBundle;
  readonly reconcileCatalog: FunctionBundle;
  readonly registerAsset: FunctionBundle;
  readonly reconcileRegister: FunctionBundle;
}
