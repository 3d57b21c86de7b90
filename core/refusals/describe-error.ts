import type { ReadError } from '../organization/snapshot';

/** AWS's answer to a call, in one line and in its own words. */
export const describeError = ({ operation, code, message }: ReadError): string => `${operation}: ${code}: ${message}`;

/** The message of an error; the text of any other value that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
