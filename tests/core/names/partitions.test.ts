import { readFileSync } from 'node:fs';
import { partition } from '@aws-sdk/core/client';
import { Orgs3Error } from '../../../core/errors';
import {
  destinationBucketName,
  assetCopiesBucketName,
  regionOfDestination,
  resultsBucketName,
} from '../../../core/names/names';
import { partitionNames, PARTITIONS, partitionOf } from '../../../core/names/partitions';
import { REGION } from '../../../core/names/regions';

const ACCOUNT = '222222222222';

/** Every Region that the SDK's table of partitions names, and one of tomorrow in each partition. */
const REGIONS = [
  ...new Set(readFileSync(require.resolve('@aws-sdk/core/client'), 'utf8').match(/\b[a-z]{2,}(-[a-z]+)+-\d\b/g)),
  'ap-north-9',
  'cn-south-9',
  'us-gov-central-9',
  'us-iso-north-9',
  'us-isob-north-9',
  'us-isof-north-9',
  'eu-isoe-north-9',
  'eusc-de-west-9',
];

/** An IAM wildcard as a regular expression. */
const wildcard = (text: string) => new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`);

/** The refusal of a Region that lies in no partition. */
function refusalOf(region: string): Orgs3Error {
  try {
    partitionOf(region);
  } catch (error) {
    if (error instanceof Orgs3Error) return error;
    throw error;
  }
  throw new Error(`${region} was not refused`);
}

describe('the table of partitions', () => {
  it('is asked about the Regions of all partitions', () => {
    expect(REGIONS.length).toBeGreaterThan(45);
    expect([...new Set(REGIONS.map(partitionOf))].sort()).toEqual([...partitionNames()].sort());
  });

  it.each(REGIONS)('says of %s what the SDK says', (region) => {
    const { name, dnsSuffix } = partition(region);

    expect({ name: partitionOf(region), dnsSuffix: PARTITIONS[partitionOf(region)].dnsSuffix }).toEqual({
      name,
      dnsSuffix,
    });
  });

  it.each(REGIONS)('takes %s for a Region of one partition alone', (region) => {
    expect(partitionNames().filter((name) => PARTITIONS[name].regions.test(region))).toHaveLength(1);
  });

  it.each(['mars-north-1', 'us-isox-east-1', 'eu-west', 'aws-global', ''])(
    'refuses "%s" by name, and never takes it for a Region of the partition aws',
    (region) => {
      const refusal = refusalOf(region);

      expect(refusal.message).toContain(
        `The Region "${region}" lies in no partition that orgs3 knows (aws, aws-cn, aws-us-gov, `,
      );
      expect(refusal.next).toMatch(/^Correct the Region code\. /);
    },
  );
});

describe('the pattern of Region codes', () => {
  it.each(REGIONS)('takes %s, alone and in the name of a destination bucket', (region) => {
    expect(region).toMatch(REGION);
    expect(regionOfDestination(destinationBucketName(region, ACCOUNT))).toBe(region);
  });

  it.each(REGIONS)('takes no other bucket of ours in %s for a destination bucket', (region) => {
    expect(regionOfDestination(resultsBucketName(region, ACCOUNT))).toBeUndefined();
    expect(regionOfDestination(assetCopiesBucketName(region, ACCOUNT))).toBeUndefined();
  });

  it.each(['EU-WEST-1', 'eu-west-1a', 'eu-west', 'eu_west_1', 'results-eu-west-1', 'eu-west-1\n'])(
    'does not take "%s"',
    (text) => {
      expect(text).not.toMatch(REGION);
    },
  );
});

describe("a partition's wildcard", () => {
  it.each(REGIONS)('takes %s', (region) => {
    expect(region).toMatch(wildcard(PARTITIONS[partitionOf(region)].wildcard));
  });

  it.each(partitionNames())('matches no other bucket of ours in the partition %s', (name) => {
    const pattern = wildcard(destinationBucketName(PARTITIONS[name].wildcard, ACCOUNT));

    for (const region of REGIONS.filter((each) => partitionOf(each) === name)) {
      expect(destinationBucketName(region, ACCOUNT)).toMatch(pattern);
      expect(resultsBucketName(region, ACCOUNT)).not.toMatch(pattern);
      expect(assetCopiesBucketName(region, ACCOUNT)).not.toMatch(pattern);
    }
  });
});
