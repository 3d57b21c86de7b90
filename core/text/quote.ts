const LONGEST = 60;

/** Text in quotes, on one line and shortened to 60 characters. */
export function quote(text: string): string {
  const characters = [...text];
  return JSON.stringify(characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text);
}

/**
 * Words for a value of the file; they follow "found …".
 *
 * @param value the value as YAML read it; `undefined` where there is none
 * @param source the text of the file: a number may have lost zeros when it was read
 */
export function describeFound(value: unknown, source?: string): string {
  if (value === undefined || (value === null && (source ?? '') === '')) return 'nothing';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'number') return `the number ${source ?? value}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return source ?? JSON.stringify(value);
}
