import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonText } from '../core/text/printable';
import { billOfMaterials } from './dependencies/bill-of-materials';
import { productionPackages } from './dependencies/production-packages';
import { runNpm } from './dependencies/run-npm';
import { runScript } from './dependencies/run-script';

const packageSchema = z.object({ name: z.string(), dependencies: z.record(z.string(), z.string()) });
const WHOLE = ['--package-lock-only', '--include', 'dev', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];

runScript(() => {
  const { name, dependencies } = packageSchema.parse(
    JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')),
  );
  const whole: unknown = JSON.parse(runNpm(['sbom', ...WHOLE]));
  const bill = billOfMaterials(whole, { name, dependencies: Object.keys(dependencies) }, productionPackages());

  const text = `${jsonText(bill, 2)}\n`;
  const [file] = process.argv.slice(2);
  if (file === undefined) process.stdout.write(text);
  else {
    writeFileSync(file, text);
    console.error(`${file}: ${bill.components.length} packages`);
  }
  return 0;
});
