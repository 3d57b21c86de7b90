import { MADE_UP_REGIONS, type MadeUpBucket, type MadeUpOrganization } from './organization';

/** The size of a fleet. */
export interface FleetSize {
  readonly accounts: number;
  /** From 1 to 3. */
  readonly regions: number;
  readonly bucketsPerRegion: number;
}

const FIRST_ACCOUNT = 300_000_000_000;

/** Makes a larger organization of buckets without objects. The first account is the destination account. */
export function fleet({ accounts, regions, bucketsPerRegion }: FleetSize): MadeUpOrganization {
  const ids = Array.from({ length: accounts }, (_, index) => String(FIRST_ACCOUNT + index));
  return {
    managementAccount: '111122223333',
    destinationAccount: ids[0] ?? '',
    homeRegion: 'eu-west-1',
    accounts: ids.map((id, index) => ({
      id,
      name: `team-${index}`,
      path: '/Workloads',
      buckets: MADE_UP_REGIONS.slice(0, regions).flatMap((region) =>
        Array.from({ length: bucketsPerRegion }, (_, number): MadeUpBucket => {
          const name = `team-${index}-${region}-${String(number).padStart(3, '0')}`;
          return { name, region, objects: 0, kind: 'data' };
        }),
      ),
    })),
  };
}
