/** A made-up organization, from which the sandbox creates accounts and buckets in the emulator. */
export interface MadeUpOrganization {
  /** 12 digits. */
  readonly managementAccount: string;
  /** The account that receives the reports; also one of `accounts`. */
  readonly destinationAccount: string;
  readonly homeRegion: MadeUpRegion;
  readonly accounts: readonly MadeUpAccount[];
}

/** A member account. */
export interface MadeUpAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  /** Path of its organizational unit, e.g. `/Workloads/Production`. */
  readonly path: string;
  readonly buckets: readonly MadeUpBucket[];
}

/** A bucket and the objects to put into it. */
export interface MadeUpBucket {
  readonly name: string;
  readonly region: MadeUpRegion;
  readonly versioned?: boolean;
  /** The number of objects. */
  readonly objects: number;
  /** The kind of keys. */
  readonly kind: 'orders' | 'assets' | 'logs' | 'data' | 'odd';
}

/** The Regions of the sandbox. */
export const MADE_UP_REGIONS = ['eu-west-1', 'us-east-1', 'eu-central-1'] as const;
export type MadeUpRegion = (typeof MADE_UP_REGIONS)[number];

const IRELAND = 'eu-west-1';
const VIRGINIA = 'us-east-1';

/**
 * The organization of the demo: three source accounts and the destination account, ten buckets in two Regions.
 * Terraform needs one more process for each account and Region, so only one account uses both Regions.
 */
export const DEMO_ORGANIZATION: MadeUpOrganization = {
  managementAccount: '111122223333',
  destinationAccount: '444455556666',
  homeRegion: IRELAND,
  accounts: [
    {
      id: '012345678901', // a leading zero, which is easily lost
      name: 'shop',
      path: '/Workloads/Production',
      buckets: [
        { name: 'shop-orders', region: IRELAND, versioned: true, objects: 900, kind: 'orders' },
        { name: 'shop.assets.example.com', region: IRELAND, objects: 700, kind: 'assets' },
        {
          name: 'shop-backups-of-every-order-that-was-ever-made-in-any-country-1', // 63 characters
          region: VIRGINIA,
          objects: 400,
          kind: 'orders',
        },
        { name: 'shop-access-logs', region: VIRGINIA, objects: 300, kind: 'logs' },
      ],
    },
    {
      id: '123456789012',
      name: 'shop-development',
      path: '/Workloads/Development',
      buckets: [
        { name: 'shop-development-scratch', region: IRELAND, objects: 250, kind: 'data' },
        { name: 'shop-development-odd-keys', region: IRELAND, objects: 0, kind: 'odd' },
      ],
    },
    {
      id: '222233334444',
      name: 'analytics',
      path: '/Data',
      buckets: [
        { name: 'analytics-raw', region: VIRGINIA, objects: 900, kind: 'data' },
        { name: 'analytics.curated', region: VIRGINIA, objects: 350, kind: 'data' },
      ],
    },
    {
      id: '444455556666',
      name: 'governance',
      path: '/Governance',
      buckets: [
        { name: 'governance-audit-evidence', region: IRELAND, objects: 150, kind: 'logs' },
        { name: 'governance-exports', region: IRELAND, objects: 60, kind: 'data' },
      ],
    },
  ],
};

/** All buckets, each with its account, in the order of the organization. */
export const bucketsOf = ({ accounts }: MadeUpOrganization): (MadeUpBucket & { readonly account: string })[] =>
  accounts.flatMap(({ id, buckets }) => buckets.map((bucket) => ({ ...bucket, account: id })));

/** Returns the organization with one of its buckets and no other. */
export const withOneBucket = (organization: MadeUpOrganization, name: string): MadeUpOrganization => ({
  ...organization,
  accounts: organization.accounts.map((account) => ({
    ...account,
    buckets: account.buckets.filter((bucket) => bucket.name === name),
  })),
});
