import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chain } from './chain';

/**
 * Writes a shell file. A terminal that sources it works with this sandbox: `orgs3`, Terraform and the AWS CLI.
 *
 * @returns its path
 */
export function writeEnvironmentFile({ paths, terraform, emulator, organization }: Chain): string {
  const { env } = terraform;
  const changed = Object.keys(env).filter((name) => env[name] !== process.env[name]);
  const removed = Object.keys(process.env).filter((name) => env[name] === undefined);
  const lines = [
    ...changed.map((name) => `export ${name}=${quoted(env[name] ?? '')}`),
    ...removed.map((name) => `unset ${name}`),
    `export AWS_ENDPOINT_URL=${quoted(emulator.endpoint)} AWS_REGION=${organization.homeRegion}`,
  ];
  const file = join(paths.folder, 'env');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
