import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');

/** Folders that conventionally hold Terraform providers on a machine that does not download them. */
export const CONVENTIONAL_FOLDERS = [
  join(homedir(), '.terraform.d', 'plugins'),
  join(homedir(), '.local', 'share', 'terraform', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt',
];

/** The greatest depth of a mirror below a conventional folder. */
const DEPTH = 3;

/**
 * Environment variables that tell Terraform where to get providers. A user's own command line configuration wins. Next
 * comes a mirror on this machine. Without either, providers are downloaded once for all stacks.
 *
 * @param folder for a configuration file and downloaded providers
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file
 */
export function providerSettings(
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
  mirrors: readonly string[] = CONVENTIONAL_FOLDERS,
): NodeJS.ProcessEnv {
  if (existsSync(env['TF_CLI_CONFIG_FILE'] ?? join(homedir(), '.terraformrc'))) return {};
  const mirror = mirrors.map((start) => findMirror(start, DEPTH)).find((found) => found !== undefined);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'terraform.tfrc');
  keepFile(file, mirror === undefined ? '' : mirrorConfiguration(mirror));
  if (mirror !== undefined) return { TF_CLI_CONFIG_FILE: file };
  const cache = env['TF_PLUGIN_CACHE_DIR'] ?? join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  return {
    TF_CLI_CONFIG_FILE: file,
    TF_PLUGIN_CACHE_DIR: cache,
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
  };
}

/** Writes a file if its text differs. Another process may be reading it. */
function keepFile(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

/** Finds the folder that holds `registry.terraform.io/hashicorp/aws`: `start` or one below it. */
function findMirror(start: string, depth: number): string | undefined {
  if (existsSync(join(start, PROVIDER))) return start;
  if (depth === 0) return undefined;
  return subfolders(start)
    .map((folder) => findMirror(folder, depth - 1))
    .find((found) => found !== undefined);
}

function subfolders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  } catch {
    return []; // not there, or not ours to read
  }
}

const mirrorConfiguration = (path: string) => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(path)}
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`;
