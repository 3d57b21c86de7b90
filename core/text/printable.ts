const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Everything that could drive a terminal or hide text instead of showing: control characters (C0, DEL, C1), line and
 * paragraph separators, marks that turn the direction of text, and halves of surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text safe to show on a terminal: what would not show as itself is written `\n`, `\r`, `\t` or `\u001b`. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, (char) => SHORT[char] ?? numbered(char));

const numbered = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A value as JSON that is safe to show on a terminal, too: what would not show as itself is escaped, so that `JSON.parse` gives
 * back exactly what went in.
 *
 * @param indent spaces per level; without it, all stands on one line
 */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(UNPRINTABLE, (char) => (char === '\n' ? char : numbered(char)));
