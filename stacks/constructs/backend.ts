import { relative, resolve } from 'node:path';
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import type { Config } from '../../core/config/schema';

/** The configuration of a stack's backend. */
export interface BackendProps {
  readonly config: Config;
  /** The folder of `inventory.yaml`. A local state folder is relative to it. */
  readonly configFolder: string;
}

/** Adds the configured backend to a stack, with a state or a workspace of its own. */
export function addBackend(stack: TerraformStack, { config, configFolder }: BackendProps): void {
  const { backend, emulator } = config;
  switch (backend.type) {
    case 'local':
      new LocalBackend(stack, { path: localStatePath(stack, resolve(configFolder, backend.directory)) });
      return;
    case 's3':
      addS3Backend(stack, backend, emulator?.endpoint);
      return;
    case 'cloud':
      new CloudBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization,
        workspaces: new NamedCloudWorkspace(`${backend.workspacePrefix}${stack.node.id}`, backend.project),
      });
  }
}

/** The path of the state relative to the stack's folder, in which Terraform runs. It therefore names no folder of this machine. */
function localStatePath(stack: TerraformStack, folder: string): string {
  const workingDirectory = resolve(App.of(stack).outdir, 'stacks', stack.node.id);
  return relative(workingDirectory, resolve(folder, `${stack.node.id}.tfstate`));
}

type S3Settings = Extract<Config['backend'], { type: 's3' }>;

/** Adds the S3 backend. It locks with a file beside the state (Terraform 1.10 and later), so it needs no table. */
function addS3Backend(stack: TerraformStack, settings: S3Settings, endpoint: string | undefined): void {
  const { bucket, region, keyPrefix, kmsKeyArn, roleArn } = settings;
  const backend = new S3Backend(stack, {
    bucket,
    region,
    key: `${keyPrefix}/${stack.node.id}.tfstate`,
    encrypt: true,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
    ...(roleArn === undefined ? {} : { assumeRole: { roleArn, sessionName: 'orgs3' } }),
    ...(endpoint === undefined ? {} : emulatorSettings(endpoint)),
  });
  backend.addOverride('use_lockfile', true);
}

const emulatorSettings = (endpoint: string) => ({
  endpoints: { s3: endpoint, sts: endpoint, iam: endpoint },
  usePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
});
