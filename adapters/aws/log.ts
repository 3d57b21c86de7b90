import { jsonText } from '../../core/text/printable';

/** Fields of a log line; `undefined` leaves a field out. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one JSON object per line: `level`, `message`, then the fields. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/**
 * Makes a log that adds the fields of `base` to every line.
 *
 * @param writeLine takes one line without its end. In a Lambda it writes to standard output: `console.log` would put a prefix before the JSON
 */
export const createLog =
  (writeLine: (line: string) => void, base: LogFields = {}): Log =>
  (level, message, fields = {}) =>
    writeLine(jsonText({ level, message, ...base, ...fields }));
