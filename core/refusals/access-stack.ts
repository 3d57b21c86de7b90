import type { AccessSettings } from '../config/access';
import { stackName } from '../names/stack-names';

/** The stack that brings the role into an account. */
export const accessStack = ({ mode }: AccessSettings): string =>
  mode === 'direct' ? "the account's access stack" : `the stack "${stackName.accessStackSet}"`;

/** What to do about an account that has no such role. */
export const applyAccess = (access: AccessSettings): string =>
  `apply ${accessStack(access)}` +
  (access.mode === 'direct' ? '' : ', and see that the account lies in a unit of access.organizationalUnits');
