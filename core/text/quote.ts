const LONGEST = 60;

/** Text in quotes, on one line and shortened to 60 characters. */
export function quote(text: string): string {
  const characters = [...text];
  return JSON.stringify(characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text);
}

/**
 * What stands in the file, in words that follow "found …".
 *
 * @param value as YAML understood it; `undefined` where there is none
 * @param source as it is written: a number may have lost zeros on the way to its value
 */
export function describeFound(value: unknown, source?: string): string {
  if (value === undefined || (value === null && (source ?? '') === '')) return 'nothing';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'number') return `the number ${source ?? value}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return source ?? JSON.stringify(value);
}
