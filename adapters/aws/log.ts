import { jsonText } from '../../core/text/printable';

/** Fields of a log line; `undefined` leaves a field out. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one JSON object a line: `level`, `message`, then the fields. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/**
 * A log whose every line carries `base`.
 *
 * @param writeLine takes one line without its end; a Lambda's standard output, as `console.log` would put its own words before the JSON
 */
export const createLog =
  (writeLine: (line: string) => void, base: LogFields = {}): Log =>
  (level, message, fields = {}) =>
    writeLine(jsonText({ level, message, ...base, ...fields }));
