import type { AccessSettings } from '../config/access';
import { stackName } from '../names/stack-names';

/** The stack that brings the role into an account. */
export const accessStack = ({ mode }: AccessSettings): string =>
  mode === 'direct' ? "the account's access stack" : `the stack "${stackName.accessStackSet}"`;

/** The instruction, without a capital letter, for an account that lacks the role. */
export const applyAccess = (access: AccessSettings): string =>
  `apply ${accessStack(access)}` +
  (access.mode === 'direct' ? '' : ', and see that the account lies in a unit of access.organizationalUnits');
