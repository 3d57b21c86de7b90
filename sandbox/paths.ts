import { join } from 'node:path';

/** The project's own folder. */
export const ROOT = join(__dirname, '..');

/** Where everything that the sandbox writes lies; git ignores it. All paths are absolute. */
export interface SandboxPaths {
  readonly folder: string;
  /** `inventory.yaml` of the emulated organization. */
  readonly config: string;
  /** The snapshot that `orgs3 discover` writes. */
  readonly organization: string;
  /** What `cdktf synth` writes. */
  readonly synthesized: string;
  /** Terraform's state files. */
  readonly state: string;
  /** One log file per program that was run. */
  readonly logs: string;
  /** Code of the Lambdas as Terraform uploaded it, unpacked. */
  readonly functions: string;
  /** Tells `--down` and the next run which emulator was left running. */
  readonly kept: string;
}

/** The paths of a sandbox; `.sandbox` of the project where no other folder is given. */
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

/** Where tools are kept from one run to the next: the Python environment and downloaded Terraform providers. */
export const TOOLS = join(ROOT, '.sandbox', 'tools');
