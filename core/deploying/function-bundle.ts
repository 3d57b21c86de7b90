/** Deployment package of a Lambda function. */
export interface FunctionBundle {
  /** Zip file with `index.js`; the handler is `index.handler`. */
  readonly zip: Uint8Array;
  /** SHA-256 of `zip` in base64, as Lambda computes `CodeSha256`. */
  readonly sha256Base64: string;
}

/** Deployment packages of all Lambda functions. */
export interface FunctionBundles {
  readonly registerReport: FunctionBundle;
  readonly reconcileCatalog: FunctionBundle;
  readonly registerAsset: FunctionBundle;
  readonly reconcileRegister: FunctionBundle;
}
