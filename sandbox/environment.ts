import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxPaths } from './paths';

/** Credentials that only the emulator accepts. They belong to the destination account. */
export const TEST_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * Credentials of the sandbox where it plays Lambda, which assumes the functions' roles. Only the gateway distinguishes
 * them from `TEST_CREDENTIALS`.
 */
export const LAMBDA_CREDENTIALS = { accessKeyId: 'lambda', secretAccessKey: 'test' } as const;

/**
 * The environment of every program that the sandbox starts. Variables that could lead to a real AWS account (profiles,
 * credentials, Regions, endpoints) are removed; the emulator's credentials are set.
 */
export function isolatedEnvironment(paths: SandboxPaths): NodeJS.ProcessEnv {
  const empty = join(paths.folder, 'no-aws-configuration');
  mkdirSync(paths.folder, { recursive: true });
  writeFileSync(empty, '');
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|TF_VAR_|TF_CLI_ARGS|TF_LOG|ORGS3_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: empty,
    AWS_SHARED_CREDENTIALS_FILE: empty,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Hides the SDK's warning about its next Node version.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // The emulator has no TLS, and some clients fail on the machine's certificate bundle.
    AWS_CA_BUNDLE: '',
    ORGS3_CONFIG: paths.config,
    ORGS3_ORGANIZATION: paths.organization,
  };
}
