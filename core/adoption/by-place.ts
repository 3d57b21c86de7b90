import { groupedBy } from '../text/grouped-by';
import type { OwnConfiguration } from './existing-in-bucket';

/** Counts of existing configurations in one Region of an account. */
export interface FoundInPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Existing configurations. */
  readonly found: number;
  /** Existing configurations that differ from the desired ones; Terraform will update them. */
  readonly toUpdate: number;
}

/** Counts configurations by account and Region, in the order given. */
export function countByPlace(own: readonly OwnConfiguration[]): FoundInPlace[] {
  const places = groupedBy(own, ({ account, region }) => `${account} ${region}`);
  return [...places.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const toUpdate = group.filter(({ changes }) => changes.length > 0).length;
    return [{ account: first.account, region: first.region, found: group.length, toUpdate }];
  });
}
