import { Orgs3Error } from '../errors';

/** A report that must not be registered as it is. `key` is the object at fault, in the destination bucket. */
export class ReportRefusedError extends Orgs3Error {
  override name = 'ReportRefusedError';

  constructor(
    readonly key: string,
    problem: string,
    options: ErrorOptions & { readonly next?: string } = {},
  ) {
    super(`${key}: ${problem}`, options);
  }
}
