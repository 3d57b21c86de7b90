import { parseConfig } from '../../../core/config/parse';
import { formatMistake } from '../../../core/config/mistake';
import { trustFits } from '../../../core/policies/trust-fits';

/** A configuration with the required keys alone. */
export const minimal = 'destination:\n  account: "222222222222"\n  homeRegion: eu-west-1\n';

/** The formatted mistakes of a text in a file named `f`. */
export function mistakesIn(text: string): string[] {
  const result = parseConfig(text, [trustFits]);
  return result.ok ? [] : result.mistakes.map((mistake) => formatMistake('f', mistake));
}
