import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Orgs3Error } from '../../core/errors';
import { ROOT, sandboxPaths } from '../../sandbox/paths';
import { findPython } from '../../sandbox/python';
import { runProgram } from '../../sandbox/run-program';
import { findTerraform } from '../../sandbox/terraform';
import { AWS_PROVIDER } from '../../stacks/constructs/inventory-provider';

/** Downloads the emulator's packages and the AWS provider once, before several test files need them. */
module.exports = async (): Promise<void> => {
  await findPython();
  const paths = sandboxPaths(join(ROOT, '.sandbox', 'e2e-prepare'));
  const { env } = await findTerraform(paths);
  mkdirSync(paths.synthesized, { recursive: true });
  const configuration = { terraform: { required_providers: { aws: AWS_PROVIDER } } };
  writeFileSync(join(paths.synthesized, 'main.tf.json'), JSON.stringify(configuration));
  const finished = await runProgram({
    command: 'terraform',
    args: ['init', '-input=false', '-no-color'],
    cwd: paths.synthesized,
    env,
    log: join(paths.logs, 'terraform.log'),
  });
  if (finished.code !== 0) throw new Orgs3Error(`The AWS provider could not be fetched:\n${finished.output.trim()}`);
};
