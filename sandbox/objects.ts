import { createHash } from 'node:crypto';
import type { MadeUpBucket } from './organization';

/** An object for an emulated bucket: its properties, without content. */
export interface SeedObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** ISO 8601, UTC, with `Z`. */
  readonly lastModified: string;
  readonly storageClass: string;
  /** Encryption as the S3 API spells it; `null` for an object that is not encrypted. */
  readonly encryption: 'AES256' | 'aws:kms' | 'aws:kms:dsse' | null;
  readonly bucketKeyEnabled?: boolean;
  /** Hexadecimal; ends in `-<parts>` for an object that was uploaded in parts. */
  readonly eTag: string;
  readonly checksumAlgorithm?: string;
}

/** Keys with characters that are often damaged on the way from S3 to a query result. */
export const ODD_KEYS: readonly string[] = [
  'with spaces/and  two  spaces.txt',
  ' leading and trailing space ',
  'plus+sign/a+b.txt',
  'plus and space +.txt',
  'equals=sign/dt=2024-01-01/part=1.csv',
  'percent%/100%.txt',
  'already%20encoded%2Fkey+.txt',
  `apostrophe's/it's.txt`,
  'double"quotes".txt',
  'both\'"`kinds.txt',
  'line\nbreak.txt',
  'carriage\r\nreturn.txt',
  'tab\there.txt',
  'comma,semicolon;.csv',
  'back\\slash\\n.txt',
  'ampersand&lt;<tag>.xml',
  'question?mark#hash.txt',
  'dollar$brace{0}[1].txt',
  'grüße/straße.txt',
  '日本語/ファイル.txt',
  'русский/файл.txt',
  'العربية/ملف.txt',
  'emoji/🪣/👩‍👩‍👧.txt',
  // Two different keys: an e with a combining accent, and the same letter as one character.
  'cafe\u0301.txt',
  'caf\u00e9.txt',
  'slash//twice///three.txt',
  './dot/../dots.txt',
  '_underscore/.hidden',
  'folder/',
  'NULL',
  `${'long/'.repeat(204)}1024`,
];

/** Makes an object with an odd key. Every seventh is empty; storage classes and encryption take turns. */
const oddObject = (key: string, index: number, now: Date): SeedObject => ({
  key,
  size: index % 7 === 6 ? 0 : (index + 1) * 1000 + index,
  lastModified: daysBefore(now, index * 37),
  storageClass: pick(['STANDARD', 'STANDARD_IA', 'GLACIER_IR', 'INTELLIGENT_TIERING'], index),
  encryption: pick(['AES256', null, 'aws:kms', 'aws:kms:dsse'], index),
  eTag: fingerprint('odd', key),
});

/** Makes the objects of one bucket, none newer than `now`. The result depends on the bucket and the day alone. */
export function objectsFor(bucket: MadeUpBucket, now: Date): SeedObject[] {
  if (bucket.kind === 'odd') return ODD_KEYS.map((key, index) => oddObject(key, index, now));
  return Array.from({ length: bucket.objects }, (_, index) => madeUpObject(bucket, index, now));
}

/** Makes the objects that arrive in a bucket on the next day. */
export const arrivalsFor = (bucket: MadeUpBucket, count: number, now: Date): SeedObject[] =>
  Array.from({ length: count }, (_, index) => ({
    ...madeUpObject(bucket, bucket.objects + index, now),
    lastModified: now.toISOString(),
  }));

function madeUpObject(bucket: MadeUpBucket, index: number, now: Date): SeedObject {
  const dice = chances(`${bucket.name} ${index}`);
  const age = Math.floor(2400 * dice() ** 2);
  const size = Math.floor(10 ** (2 + 7.3 * dice() ** 1.5));
  const storageClass = classFor(age, dice());
  const parts = Math.ceil(size / 8_388_608);
  return {
    key: keyFor(bucket.kind, index, daysBefore(now, age)),
    size,
    lastModified: daysBefore(now, age),
    storageClass,
    ...encryptionFor(age, dice()),
    eTag: fingerprint(bucket.name, String(index)) + (parts > 1 ? `-${parts}` : ''),
    ...(dice() < 0.4 ? { checksumAlgorithm: 'CRC64NVME' } : {}),
  };
}

/** Chooses a storage class by age in days: most old objects are in colder classes, and half of all are in STANDARD. */
function classFor(age: number, chance: number): string {
  if (age < 60 || chance < 0.5) return 'STANDARD';
  if (age < 365) return chance < 0.8 ? 'STANDARD_IA' : 'INTELLIGENT_TIERING';
  return pick(['GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE', 'STANDARD_IA'], Math.floor(chance * 40));
}

/**
 * Chooses an encryption by age in days. S3 encrypts every new object since January 2023; older ones may not be
 * encrypted.
 */
function encryptionFor(age: number, chance: number): Pick<SeedObject, 'encryption' | 'bucketKeyEnabled'> {
  if (age > 1200 && chance < 0.35) return { encryption: null };
  if (chance > 0.8) return { encryption: 'aws:kms', bucketKeyEnabled: chance > 0.85 };
  return { encryption: 'AES256' };
}

function keyFor(kind: MadeUpBucket['kind'], index: number, modified: string): string {
  const day = modified.slice(0, 10);
  const number = String(index).padStart(6, '0');
  switch (kind) {
    case 'orders':
      return `orders/year=${day.slice(0, 4)}/month=${day.slice(5, 7)}/order-${number}.json`;
    case 'assets':
      return `images/${pick(['products', 'banners', 'team photos'], index)}/${number}.${pick(['webp', 'png', 'svg'], index)}`;
    case 'logs':
      return `AWSLogs/${day.replaceAll('-', '/')}/access+${number}.log.gz`;
    case 'data':
    case 'odd':
      return `tables/events/dt=${day}/part-${number}.snappy.parquet`;
  }
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

const fingerprint = (...parts: readonly string[]) => createHash('md5').update(parts.join('\0')).digest('hex');

/** Returns a generator of numbers from 0 up to 1, the same for the same seed. */
function chances(seed: string): () => number {
  const bytes = createHash('sha256').update(seed).digest();
  let offset = 0;
  return () => {
    const value = bytes.readUInt32BE(offset % 32) / 2 ** 32;
    offset += 4;
    return value;
  };
}

function pick<Value>(values: readonly [Value, ...Value[]], index: number): Value {
  return values[index % values.length] ?? values[0];
}
