import { groupedBy } from '../text/grouped-by';
import type { OwnConfiguration } from './existing-in-bucket';

/** What was found in one Region of an account. */
export interface FoundInPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Configurations that are there already. */
  readonly found: number;
  /** Those of them that differ, and will be updated. */
  readonly toUpdate: number;
}

/** Counts configurations by account and Region, in their order. */
export function countByPlace(own: readonly OwnConfiguration[]): FoundInPlace[] {
  const places = groupedBy(own, ({ account, region }) => `${account} ${region}`);
  return [...places.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const toUpdate = group.filter(({ changes }) => changes.length > 0).length;
    return [{ account: first.account, region: first.region, found: group.length, toUpdate }];
  });
}
