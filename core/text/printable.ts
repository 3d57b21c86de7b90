const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Characters that could control a terminal or hide text: control characters (C0, DEL, C1), separators of lines and paragraphs, marks that
 * turn the direction of text, and halves of surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text that is safe on a terminal: characters that would not show as themselves are written `\n`, `\r`, `\t` or `\u001b`. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, (char) => SHORT[char] ?? numbered(char));

const numbered = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A value as JSON that is safe on a terminal, too: characters that would not show as themselves are escaped. `JSON.parse` gives back
 * exactly the value.
 *
 * @param indent spaces per level; without it, everything is on one line
 */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(UNPRINTABLE, (char) => (char === '\n' ? char : numbered(char)));
