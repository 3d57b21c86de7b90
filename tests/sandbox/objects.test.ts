import { objectsFor, ODD_KEYS } from '../../sandbox/objects';
import { bucketsOf, DEMO_ORGANIZATION, type MadeUpBucket } from '../../sandbox/organization';

const now = new Date('2026-03-01T00:00:00Z');
const bucket: MadeUpBucket = { name: 'shop-orders', region: 'eu-west-1', objects: 500, kind: 'orders' };

describe('objectsFor', () => {
  it('makes the same objects for the same bucket and day', () => {
    expect(objectsFor(bucket, now)).toEqual(objectsFor(bucket, now));
  });

  it('makes the number of objects that the bucket has, each with a unique key', () => {
    expect(new Set(objectsFor(bucket, now).map(({ key }) => key)).size).toBe(500);
  });

  it('mixes storage classes, encryption, sizes and ages', () => {
    const objects = objectsFor(bucket, now);
    const kinds = (values: readonly unknown[]) => new Set(values).size;

    expect(kinds(objects.map(({ storageClass }) => storageClass))).toBeGreaterThan(4);
    expect(kinds(objects.map(({ encryption }) => encryption))).toBe(3);
    expect(kinds(objects.map(({ size }) => String(size).length))).toBeGreaterThan(4);
    expect(kinds(objects.map(({ lastModified }) => lastModified.slice(0, 4)))).toBeGreaterThan(4);
  });

  it('makes no object that is younger than today', () => {
    expect(objectsFor(bucket, now).filter(({ lastModified }) => lastModified > now.toISOString())).toEqual([]);
  });

  it('puts every odd key once into the bucket for odd keys', () => {
    const odd: MadeUpBucket = { ...bucket, kind: 'odd', objects: 0 };

    expect(objectsFor(odd, now).map(({ key }) => key)).toEqual(ODD_KEYS);
    expect(new Set(ODD_KEYS).size).toBe(ODD_KEYS.length);
  });

  it('holds no key that S3 would refuse: at most 1024 bytes', () => {
    expect(ODD_KEYS.filter((key) => Buffer.byteLength(key) > 1024)).toEqual([]);
  });
});

describe('the organization of the demo', () => {
  const names = bucketsOf(DEMO_ORGANIZATION).map(({ name }) => name);

  it('has bucket names with dots and of 63 characters, all of them allowed', () => {
    expect(names.some((name) => name.includes('.'))).toBe(true);
    expect(names.some((name) => name.length === 63)).toBe(true);
    expect(names.filter((name) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))).toEqual([]);
  });

  it('has thousands of objects in two Regions, some in the destination account', () => {
    const buckets = bucketsOf(DEMO_ORGANIZATION);

    expect(buckets.reduce((sum, { objects }) => sum + objects, 0)).toBeGreaterThan(3000);
    expect(new Set(buckets.map(({ region }) => region)).size).toBe(2);
    expect(buckets.some(({ account }) => account === DEMO_ORGANIZATION.destinationAccount)).toBe(true);
  });
});
