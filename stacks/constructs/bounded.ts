import type { Config } from '../../core/config/schema';
import { permissionsBoundaryArn } from '../../core/policies/permissions-boundary';

/** The property of every role of ours: the permissions boundary, if the configuration has one. */
export function bounded(config: Config, account: string): { readonly permissionsBoundary?: string } {
  const permissionsBoundary = permissionsBoundaryArn(config, account);
  return permissionsBoundary === undefined ? {} : { permissionsBoundary };
}
