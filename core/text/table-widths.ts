import stringWidth from 'string-width';

const NARROWEST = 4;

/**
 * Widths with which a table fits a terminal: narrow columns stay as they are, the wide ones share the rest.
 *
 * @param rows every row with its head, as texts
 * @param available places in a line; undefined where there is no limit
 * @param gap places between two columns
 * @returns one width per column, or none where the table fits as it is
 */
export function fitWidths(rows: readonly (readonly string[])[], available: number | undefined, gap: number): number[] {
  const count = rows[0]?.length ?? 0;
  const natural = Array.from({ length: count }, () => 0);
  for (const row of rows) {
    for (const [index, text] of row.entries()) natural[index] = Math.max(natural[index] ?? 0, stringWidth(text));
  }
  const room = (available ?? Infinity) - gap * (count - 1);
  if (sum(natural) <= room) return [];
  const share = widestShare(natural, room);
  return natural.map((width) => Math.max(Math.min(width, share), NARROWEST));
}

/** The greatest width to which all columns can be cut so that they fit together. */
function widestShare(natural: readonly number[], room: number): number {
  const fits = (share: number) => sum(natural.map((width) => Math.min(width, share))) <= room;
  let share = NARROWEST;
  while (fits(share + 1)) share += 1;
  return share;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
