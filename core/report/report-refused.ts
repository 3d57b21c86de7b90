import { Orgs3Error } from '../errors';

/** An error for a report that must not be registered. `key` is the faulty object in the destination bucket. */
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
