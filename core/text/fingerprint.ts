/**
 * A short name for a text: eight hexadecimal digits that are always the same for it. FNV-1a with 32 bits, which tells a few
 * dozen texts apart; no protection against somebody who looks for two texts with one name.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv-21
 */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
