import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { explanationJson } from '../../../cli/explanation-text';
import { parseConfig } from '../../../core/config/parse';
import { positionFinder } from '../../../core/config/positions';
import { formatPath } from '../../../core/config/mistake';
import { configSchema } from '../../../core/config/schema';
import { desiredConfigurations, type DesiredConfiguration } from '../../../core/inventory/desired-configuration';
import { effectiveConfigurations, SETTINGS } from '../../../core/inventory/effective-configuration';
import { explainBucket } from '../../../core/inventory/explanation';
import type { BucketFacts } from '../../../core/inventory/override-match';
import { naiveConfigurations, naiveDesired } from './naive-configurations';
import { anyBucket, anyConfiguration, type Written } from './random-configurations';

/** Number of random cases; `ORGS3_PROPERTY_RUNS=100000 npm test` tries more. */
const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const MINUTES = 60_000;

/** Fewer runs through the text of a file: YAML is slow, and it adds nothing but positions. */
const RUNS_THROUGH_YAML = Math.ceil(RUNS / 50);

/** The full form of `SSE-KMS` without keys. */
const withKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'SSE-KMS' && !('keys' in value)
    ? { ...value, keys: {} }
    : value;

const expected = (written: Written, bucket: BucketFacts) =>
  [...naiveConfigurations(written, bucket)].map(([id, configuration]) => ({
    id,
    settings: Object.fromEntries([...configuration].map(([name, { value }]) => [name, withKeys(value)])),
    sources: Object.fromEntries([...configuration].map(([name, { source }]) => [name, source])),
  }));

/** The configuration without its destination, which follows from the Region and the account. */
const withoutDestination = (desired: DesiredConfiguration) =>
  Object.fromEntries(Object.entries(desired).filter(([name]) => name !== 'destination'));

/** `toEqual` with a fast path for equal values. */
function expectSame(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}

/** True where the file has a value at a path. */
function isWritten(written: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (step === undefined) return true;
  if (typeof written !== 'object' || written === null || !Object.hasOwn(written, step)) return false;
  return isWritten(Object.getOwnPropertyDescriptor(written, step)?.value, rest);
}

describe('random overrides and buckets', () => {
  it(
    'give the same settings and sources as the naive implementation',
    () => {
      fc.assert(
        fc.property(anyConfiguration, anyBucket, anyBucket, (written, ...buckets) => {
          const config = configSchema.parse(written);
          const [effectiveOf, desiredOf] = [effectiveConfigurations(config), desiredConfigurations(config)];
          for (const bucket of buckets) {
            const actual = effectiveOf(bucket).map(({ id, settings, sources }) => ({
              id,
              settings,
              sources: Object.fromEntries(
                SETTINGS.map((name) => [
                  name,
                  isWritten(written, sources[name]) ? formatPath(sources[name]) : 'default',
                ]),
              ),
            }));
            expectSame(actual, expected(written, bucket));
            expectSame(
              desiredOf(bucket).map(withoutDestination),
              [...naiveConfigurations(written, bucket)].map(([id, one]) => ({
                id,
                ...naiveDesired(one, bucket.region),
              })),
            );
          }
        }),
        { numRuns: RUNS },
      );
    },
    30 * MINUTES,
  );

  it(
    'are explained the same way, with the right line of each value',
    () => {
      fc.assert(
        fc.property(anyConfiguration, anyBucket, (written, bucket) => {
          const text = stringify(written);
          const result = parseConfig(text);
          if (!result.ok) throw new Error(JSON.stringify(result.mistakes));
          const { account: id, path, region, name, tags } = bucket;
          const known = { name, region, ...(tags === undefined ? {} : { tags }) };
          const snapshot = {
            organization: { id: 'o-a1b2c3d4e5', managementAccount: '111111111111', units: [] },
            accounts: [{ id, name: '', state: 'ACTIVE' as const, path, buckets: [known] }],
          };

          const [explanation] = explainBucket(result.config, snapshot, name).map((one) =>
            explanationJson(one, { file: 'f', positionOf: positionFinder(text) }),
          );

          const lines = text.split('\n');
          const said = explanation?.configurations.map(({ id: configuration, settings }) => ({
            id: configuration,
            settings: Object.fromEntries(SETTINGS.map((setting) => [setting, settings[setting]?.value ?? undefined])),
            sources: Object.fromEntries(
              SETTINGS.map((setting) => {
                const source = settings[setting]?.source ?? 'default';
                if (source === 'default') return [setting, source];
                expect(lines[source.line - 1]?.slice(source.column - 1)).toMatch(new RegExp(`^${setting}:`));
                return [setting, source.path];
              }),
            ),
          }));
          expectSame(said, expected(written, bucket));
        }),
        { numRuns: RUNS_THROUGH_YAML },
      );
    },
    30 * MINUTES,
  );
});
