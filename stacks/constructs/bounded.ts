import type { Config } from '../../core/config/schema';
import { permissionsBoundaryArn } from '../../core/policies/permissions-boundary';

/** What every role of ours in an account carries: the permissions boundary, where the configuration names one. */
export function bounded(config: Config, account: string): { readonly permissionsBoundary?: string } {
  const permissionsBoundary = permissionsBoundaryArn(config, account);
  return permissionsBoundary === undefined ? {} : { permissionsBoundary };
}
