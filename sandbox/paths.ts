import { join } from 'node:path';

/** The folder of this project. */
export const ROOT = join(__dirname, '..');

/** Absolute paths of all files that the sandbox writes; git ignores them. */
export interface SandboxPaths {
  readonly folder: string;
  /** `inventory.yaml` of the emulated organization. */
  readonly config: string;
  /** The snapshot that `orgs3 discover` writes. */
  readonly organization: string;
  /** The output of `cdktf synth`. */
  readonly synthesized: string;
  /** Terraform's state files. */
  readonly state: string;
  /** A folder with one log file per program. */
  readonly logs: string;
  /** The unpacked code of the Lambdas, as Terraform uploaded it. */
  readonly functions: string;
  /** A file with the address of the emulator that is left running, for `--down` and the next run. */
  readonly kept: string;
}

/** The paths of a sandbox; default folder: `.sandbox` of the project. */
export function sandboxPaths(folder: string = join(ROOT, '.sandbox')): SandboxPaths {
  return {
    folder,
    config: join(folder, 'inventory.yaml'),
    organization: join(folder, 'organization'),
    synthesized: join(folder, 'cdktf.out'),
    state: join(folder, 'state'),
    logs: join(folder, 'logs'),
    functions: join(folder, 'functions'),
    kept: join(folder, 'emulator.json'),
  };
}

/** The folder of tools that stay from run to run: the Python environment and downloaded Terraform providers. */
export const TOOLS = join(ROOT, '.sandbox', 'tools');
