import { Orgs3Error } from '../errors';

/**
 * The Regions to query: all Regions in use, or the wanted ones.
 *
 * @param inUse Regions of the selected buckets
 * @param wanted from the command line; empty means all
 * @throws Orgs3Error where a wanted Region is not in use, or no Region is in use
 */
export function regionsToAsk(inUse: readonly string[], wanted: readonly string[]): string[] {
  if (inUse.length === 0) {
    throw new Orgs3Error('No Region is in use: the snapshot and the filters leave no bucket.', {
      next: 'Run "orgs3 discover", or change "filters" in the configuration.',
    });
  }
  const unknown = wanted.filter((region) => !inUse.includes(region));
  if (unknown.length > 0) {
    throw new Orgs3Error(`No reports are collected in ${unknown.join(', ')}: no selected bucket is there.`, {
      next: `Choose from the Regions in use: ${inUse.join(', ')}.`,
    });
  }
  return wanted.length === 0 ? [...inUse] : inUse.filter((region) => wanted.includes(region));
}
