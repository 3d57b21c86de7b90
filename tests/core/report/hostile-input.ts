import fc from 'fast-check';
import { checksumKey, sampleKey, sampleManifest, scope } from './sample-report';

/** Hostile or accidental pieces of a key, a name or a schema. */
const PIECES = [
  '..',
  '.',
  '',
  '/',
  '%2F',
  '%2e%2e',
  '%',
  '+',
  ' ',
  '\n',
  '\u0000',
  'ａ',
  '${x}',
  "'; DROP TABLE inventory; --",
  '<b>',
  '=1+1',
  '333333333333',
  '٣٣٣٣٣٣٣٣٣٣٣٣',
  '444444444444',
  'logs',
  'organization-inventory',
  'inventory',
  'manifest.checksum',
  '2026-01-02T01-00Z',
  '2026-02-30T01-00Z',
  'hive',
  'dt=2026-01-02-01-00',
];

const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 12 }));
const joined = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('/'));

/** A report's key with one part replaced. */
const almostAKey = fc.tuple(fc.nat(6), joined).map(([at, other]) => {
  const parts = checksumKey().split('/');
  parts[at] = other;
  return parts.join('/');
});

/** Keys: valid, almost valid, and others. */
export const anyKey = fc.oneof(fc.constant(checksumKey()), almostAKey, joined);

const anyRecord = fc.oneof(
  anyKey.chain((key) =>
    fc.record({
      eventVersion: fc.constantFrom('2.1', '3.0', ''),
      eventName: fc.constantFrom('ObjectCreated:Put', 'ObjectRemoved:Delete'),
      s3: fc.record({
        bucket: fc.record({ name: fc.oneof(fc.constant(scope.destinationBucket), piece) }),
        object: fc.record({ key: fc.constantFrom(key, encodeURIComponent(key)) }),
      }),
    }),
  ),
  fc.jsonValue(),
);

const inEnvelope = (text: string) => JSON.stringify({ Type: 'Notification', Message: text });

/** Bodies of queue messages: S3 events with any records, in an envelope or not, other JSON, cut JSON, any text. */
export const anyBody = fc.oneof(
  fc
    .array(anyRecord, { maxLength: 4 })
    .chain((Records) =>
      fc.constantFrom(JSON.stringify({ Records }), inEnvelope(JSON.stringify({ Records })), JSON.stringify(Records)),
    ),
  fc.json(),
  fc.tuple(fc.json(), fc.nat(40)).map(([text, at]) => text.slice(0, at)),
  fc.string(),
);

const schemaPiece = fc.oneof(
  fc.constantFrom(
    'message s {',
    '}',
    'required binary',
    'optional int64',
    'size',
    ';',
    '(STRING)',
    'struct<',
    'a:string',
  ),
  fc.constantFrom(',', '>', ':', 'bucketname', 'dt', 'Size', 'Key', 'constructor', '__proto__'),
  piece,
);
const COLUMN_NAMES = [
  'Bucket',
  'Key',
  'Size',
  'bucketname',
  'dt',
  'DT',
  'constructor',
  '__proto__',
  'a b',
  'é',
  'x'.repeat(300),
];

/** A schema of one format; some of its column names are invalid in Glue. */
const formedSchema = fc
  .array(fc.constantFrom(...COLUMN_NAMES), { maxLength: 4 })
  .chain((names) =>
    fc.constantFrom(
      names.join(', '),
      `struct<${names.map((name) => `${name}:string`).join(',')}>`,
      `message s { ${names.map((name) => `required binary ${name} (STRING);`).join(' ')} }`,
    ),
  );
const anySchema = fc.oneof(
  formedSchema,
  fc.array(schemaPiece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
);

const key = sampleKey();
const anyFile = fc.record(
  {
    key: fc.oneof(
      joined.map((rest) => `${key.folder}${rest}`),
      joined,
      fc.constant('inventory/444444444444/logs/organization-inventory/data/x.parquet'),
    ),
    size: fc.oneof(fc.nat(), fc.double(), fc.constant(-1)),
    MD5checksum: piece,
  },
  { requiredKeys: ['key', 'size', 'MD5checksum'] },
);

const parts = fc.record({
  sourceBucket: piece,
  destinationBucket: piece,
  version: piece,
  fileFormat: fc.constantFrom('CSV', 'ORC', 'Parquet', 'csv'),
  fileSchema: anySchema,
  files: fc.oneof(fc.array(anyFile, { maxLength: 3 }), fc.jsonValue()),
});

/** Manifests of the sample report with one or two parts replaced, or text that is no manifest. */
export const anyManifest: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        parts,
        fc.subarray(['fileFormat', 'fileSchema', 'files', 'sourceBucket', 'destinationBucket', 'version'], {
          maxLength: 2,
        }),
      )
      .map(([others, names]) => ({
        ...sampleManifest(key),
        ...Object.fromEntries(Object.entries(others).filter(([name]) => names.includes(name))),
      })),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
