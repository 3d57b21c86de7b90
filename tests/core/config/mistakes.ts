import { parseConfig } from '../../../core/config/parse';
import { formatMistake } from '../../../core/config/mistake';
import { trustFits } from '../../../core/policies/trust-fits';

/** A configuration with nothing but what must be there. */
export const minimal = 'destination:\n  account: "222222222222"\n  homeRegion: eu-west-1\n';

/** The mistakes of a text as a person reads them, the file called `f`. */
export function mistakesIn(text: string): string[] {
  const result = parseConfig(text, [trustFits]);
  return result.ok ? [] : result.mistakes.map((mistake) => formatMistake('f', mistake));
}
