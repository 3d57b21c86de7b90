import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxPaths } from './paths';

/** Credentials that only the emulator accepts; there they mean the destination account. */
export const TEST_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** With which the sandbox plays Lambda, which assumes the roles of functions. Only a gateway tells them from the others. */
export const LAMBDA_CREDENTIALS = { accessKeyId: 'lambda', secretAccessKey: 'test' } as const;

/**
 * The environment of every program that the sandbox starts: this process's own without anything that could reach a real
 * AWS account (profiles, credentials, Regions, endpoints), and with the emulator's credentials instead.
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
    // Which Node the AWS SDK will want next year is nothing that a run of the sandbox can change.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // A certificate bundle of the machine has no meaning for an emulator without TLS, and some clients fail on it.
    AWS_CA_BUNDLE: '',
    ORGS3_CONFIG: paths.config,
    ORGS3_ORGANIZATION: paths.organization,
  };
}
