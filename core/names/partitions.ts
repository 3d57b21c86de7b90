import { Orgs3Error } from '../errors';

/** A part of AWS with accounts, ARNs and DNS names of its own. */
interface Partition {
  /** The Region codes of the partition, also those of Regions that do not exist yet. */
  readonly regions: RegExp;
  /** An IAM wildcard for all these codes. In the name of a destination bucket it matches no other bucket of ours. */
  readonly wildcard: string;
  /** The end of the host names of AWS's services. Service principals end in `amazonaws.com` in every partition. */
  readonly dnsSuffix: string;
}

/**
 * The partitions of AWS, by the name that an ARN holds. A Region matches one of them at most.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/packages-internal/core/src/submodules/client/util-endpoints/lib/aws/partitions.ts
 */
export const PARTITIONS = {
  aws: {
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d$/,
    wildcard: '??-*-?',
    dnsSuffix: 'amazonaws.com',
  },
  'aws-cn': {
    regions: /^cn-[a-z]+-\d$/,
    wildcard: 'cn-*-?',
    dnsSuffix: 'amazonaws.com.cn',
  },
  'aws-us-gov': {
    regions: /^us-gov-[a-z]+-\d$/,
    wildcard: 'us-gov-*-?',
    dnsSuffix: 'amazonaws.com',
  },
  'aws-iso': {
    regions: /^us-iso-[a-z]+-\d$/,
    wildcard: 'us-iso-*-?',
    dnsSuffix: 'c2s.ic.gov',
  },
  'aws-iso-b': {
    regions: /^us-isob-[a-z]+-\d$/,
    wildcard: 'us-isob-*-?',
    dnsSuffix: 'sc2s.sgov.gov',
  },
  'aws-iso-e': {
    regions: /^eu-isoe-[a-z]+-\d$/,
    wildcard: 'eu-isoe-*-?',
    dnsSuffix: 'cloud.adc-e.uk',
  },
  'aws-iso-f': {
    regions: /^us-isof-[a-z]+-\d$/,
    wildcard: 'us-isof-*-?',
    dnsSuffix: 'csp.hci.ic.gov',
  },
  'aws-eusc': {
    regions: /^eusc-[a-z]+-[a-z]+-\d$/,
    wildcard: 'eusc-*-?',
    dnsSuffix: 'amazonaws.eu',
  },
} as const satisfies Readonly<Record<string, Partition>>;

/** A name of a partition, e.g. `aws` or `aws-us-gov`. */
export type PartitionName = keyof typeof PARTITIONS;

/** The names of all partitions. Made on demand, so that a Lambda that asks for no partition leaves the table out. */
export const partitionNames = (): PartitionName[] => Object.keys(PARTITIONS).filter(isPartitionName);

/**
 * The partition of a Region.
 *
 * @throws Orgs3Error where the Region lies in none: no ARN can be written for it
 */
export function partitionOf(region: string): PartitionName {
  const partition = findPartition(region);
  if (partition !== undefined) return partition;
  throw new Orgs3Error(
    `The Region "${region}" lies in no partition that orgs3 knows (${partitionNames().join(', ')}), so that no ARN can be written for it.`,
    {
      next:
        'Correct the Region code. If AWS has opened that Region, take a newer orgs3; until there is one, name the Region in ' +
        'filters.regions.exclude.',
    },
  );
}

/** The partition of a Region; `undefined` where it lies in none that is known. */
export const findPartition = (region: string): PartitionName | undefined =>
  partitionNames().find((name) => PARTITIONS[name].regions.test(region));

function isPartitionName(name: string): name is PartitionName {
  return name in PARTITIONS;
}
