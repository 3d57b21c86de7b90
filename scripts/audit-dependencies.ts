import { printable } from '../core/text/printable';
import { readAudit } from './dependencies/advisories';
import { auditText } from './dependencies/audit-text';
import { runNpm } from './dependencies/run-npm';
import { runScript } from './dependencies/run-script';

/** With `offline` set, npm asks nobody and reports that nothing is known. A network without a way out must not hold up a build. */
const ASK = ['--offline=false', '--fetch-retries=1', '--fetch-timeout=60000'];

runScript(() => {
  const printed: unknown = JSON.parse(runNpm(['audit', '--omit', 'dev', '--json', ...ASK]));
  const { lines, code } = auditText(readAudit(printed));
  for (const line of lines) console.log(printable(line));
  return code;
});
