import { OPTIONAL_FIELDS } from '../../../core/report/fields';
import type { BucketFacts } from '../../../core/inventory/override-match';
import type { Written } from './random-configurations';

/**
 * A second, naive implementation of the merge rules in docs/configuration.md. It works on the file as written: no schema, no
 * compiled globs, nothing of core/ but the list of fields.
 */

/** A value and its source: a path in the file, or `default`. */
export interface Decided {
  readonly value: unknown;
  readonly source: string;
}
/** Settings by their names. */
export type NaiveConfiguration = Map<string, Decided>;

const DEFAULTS: readonly (readonly [string, unknown])[] = [
  ['enabled', true],
  ['format', 'Parquet'],
  ['frequency', 'Daily'],
  ['versions', 'Current'],
  [
    'fields',
    [
      'Size',
      'LastModifiedDate',
      'ETag',
      'StorageClass',
      'IsMultipartUploaded',
      'ReplicationStatus',
      'EncryptionStatus',
      'BucketKeyStatus',
      'IntelligentTieringAccessTier',
      'ChecksumAlgorithm',
    ],
  ],
  ['prefixFilter', undefined],
  ['encryption', { type: 'SSE-S3' }],
];

/** The configurations of a bucket by their ids, in order. */
export function naiveConfigurations(written: Written, bucket: BucketFacts): Map<string, NaiveConfiguration> {
  const result = new Map<string, NaiveConfiguration>();
  const main: NaiveConfiguration = new Map(DEFAULTS.map(([name, value]) => [name, { value, source: 'default' }]));
  put(main, written.inventory ?? {}, 'inventory');
  result.set(written.inventory?.id ?? 'organization-inventory', main);
  (written.additional ?? []).forEach((own, index) => {
    if (own.match !== undefined && !matches(own.match, bucket)) return;
    const configuration = new Map(main);
    put(configuration, own, `additional[${index}]`);
    result.set(own.id, configuration);
  });
  (written.overrides ?? []).forEach(({ match, configuration, set }, index) => {
    if (!matches(match, bucket)) return;
    for (const [id, current] of result) {
      if (configuration === undefined || configuration === id) put(current, set, `overrides[${index}].set`);
    }
  });
  return result;
}

function put(configuration: NaiveConfiguration, changes: object, path: string): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!configuration.has(name)) continue;
    configuration.set(name, { value: value === null ? undefined : value, source: `${path}.${name}` });
  }
}

type Match = NonNullable<Written['overrides']>[number]['match'];

function matches(match: Match, bucket: BucketFacts): boolean {
  if (match.accounts && !match.accounts.some((glob) => like(glob, bucket.account))) return false;
  if (match.regions && !match.regions.some((glob) => like(glob, bucket.region))) return false;
  if (match.buckets && !match.buckets.some((glob) => like(glob, bucket.name))) return false;
  if (match.organizationalUnits && !match.organizationalUnits.some((glob) => below(glob, bucket.path))) return false;
  for (const [key, glob] of Object.entries(match.tags ?? {})) {
    const tag = Object.entries(bucket.tags ?? {}).find(([name]) => name === key);
    if (tag === undefined || !like(glob, tag[1])) return false;
  }
  return true;
}

/** Matches a glob: `*` is any text, `?` one character. */
function like(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const [first = '', rest] = [glob[0], glob.slice(1)];
  if (first === '*') return like(rest, text) || (text !== '' && like(glob, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && like(rest, text.slice(1));
}

/** Matches a path: globs here end in `/**` (the path and all below), in `/*` (directly below), or are a plain path. */
function below(glob: string, path: string): boolean {
  if (glob === '/**') return true;
  if (glob.endsWith('/**')) return path === glob.slice(0, -3) || path.startsWith(glob.slice(0, -2));
  if (!glob.endsWith('/*')) return path === glob;
  const parent = glob.slice(0, -1);
  return path.startsWith(parent) && path.length > parent.length && !path.slice(parent.length).includes('/');
}

/** A configuration as sent to S3: fields in the order of the columns, and the encryption that it names. */
export function naiveDesired(configuration: NaiveConfiguration, region: string): Record<string, unknown> {
  const value = (name: string) => configuration.get(name)?.value;
  const fields = value('fields');
  return {
    ...Object.fromEntries(
      ['enabled', 'format', 'frequency', 'versions', 'prefixFilter'].map((name) => [name, value(name)]),
    ),
    fields: OPTIONAL_FIELDS.filter((field) => Array.isArray(fields) && fields.includes(field)),
    encryption: naiveEncryption(value('encryption'), region),
  };
}

function naiveEncryption(setting: unknown, region: string): unknown {
  if (typeof setting !== 'object' || setting === null || !('type' in setting)) return undefined;
  if (setting.type !== 'SSE-KMS') return setting.type;
  const keys = 'keys' in setting && typeof setting.keys === 'object' ? Object.entries(setting.keys ?? {}) : [];
  const own: readonly [string, unknown] | undefined = keys.find(([name]) => name === region);
  return own === undefined ? 'none' : { kmsKeyArn: own[1] };
}
