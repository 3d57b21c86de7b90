import { printable } from '../core/text/printable';
import { licenceProblems } from './dependencies/licence-rules';
import { productionPackages } from './dependencies/production-packages';
import { runScript } from './dependencies/run-script';

runScript(() => {
  const packages = productionPackages();
  const rows = packages.map(({ name, version, licence = '(none)' }) => [name, version, licence].map(printable));
  const widest = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [widest(0), widest(1), 0];
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));

  const problems = licenceProblems(packages);
  for (const problem of problems) console.error(`error: ${printable(problem)}`);
  if (problems.length === 0)
    console.error(`${packages.length} packages end up with a user, each under an allowed licence.`);
  return problems.length === 0 ? 0 : 1;
});
