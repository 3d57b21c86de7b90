/** In milliseconds. */
export const HOUR = 60 * 60 * 1000;
/** In milliseconds. */
export const DAY = 24 * HOUR;

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Epoch milliseconds of an ISO 8601 date or date-time; both are in UTC where they name no zone. `undefined` for any other text, also for
 * a day that is not in the calendar.
 */
export function readMoment(text: string): number | undefined {
  const [, date, zone] = MOMENT.exec(text) ?? [];
  if (date === undefined || !isInCalendar(date)) return undefined;
  const moment = Date.parse(text.includes('T') && zone === undefined ? `${text}Z` : text);
  return Number.isNaN(moment) ? undefined : moment;
}

/** True where the calendar has the day: `Date.parse` takes 30 February for a day in March. */
function isInCalendar(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

/** Epoch milliseconds of a report's `dt`, e.g. `2026-01-31-01-00`; `undefined` for a text of another form. */
export const readDt = (dt: string): number | undefined =>
  readMoment(dt.replace(/^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})$/, '$1T$2:$3Z'));

/** A duration in words: `42 min`, `47 h`, `3 days`; rounded down, and never less than `0 min`. */
export function durationInWords(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / (HOUR / 60)));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}
