import type { Config } from '../config/schema';
import { configuredScope } from '../inventory/configured-scope';
import {
  ASSET_DEAD_LETTER_QUEUE,
  ASSET_FUNCTION,
  ASSET_QUEUE,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
} from '../names/names';
import type { ReportScope } from '../report/report-key';
import { configuredRegister } from '../asset-register/configured-register';

/** A queue of report events with its dead letters, as `orgs3 dead-letters` works with it and speaks of it. */
export interface EventQueue {
  /** Owns it: 12 digits. */
  readonly account: string;
  readonly name: string;
  /** The queue of what could not be registered after all tries. */
  readonly deadLetters: string;
  /** The Lambda that takes its messages. */
  readonly functionName: string;
  /** Whose it is, as the end of a phrase; empty for that of a Region. */
  readonly ofWhat: '' | ' of the asset register';
  /** What a command about it ends in. */
  readonly option: '' | ' --register';
  /** The stack that makes it in a Region. */
  stackIn(region: string): string;
  /** Destination buckets whose reports its Lambda takes. */
  scopesIn(region: string): readonly ReportScope[];
  /** The bucket into which the Lambda copies a report before it registers it; `undefined` where it copies none. */
  readonly copiesBucket: string | undefined;
}

/** The queue that each Region has for its own tables. */
export const regionalQueue = (config: Config): EventQueue => ({
  account: config.destination.account,
  ...{ name: REGISTER_QUEUE, deadLetters: REGISTER_DEAD_LETTER_QUEUE, functionName: REGISTER_FUNCTION },
  ...{ ofWhat: '', option: '', copiesBucket: undefined },
  stackIn: (region) => `collector-${region}`,
  scopesIn: (region) => [configuredScope(config, region)],
});

/**
 * The queue of the asset register, in the home Region alone.
 *
 * @param regions in use: whose reports it takes
 * @throws Orgs3Error where the configuration has no asset register
 */
export function registerQueue(config: Config, regions: readonly string[]): EventQueue {
  const { copies } = configuredRegister(config);
  return {
    account: config.destination.account,
    ...{ name: ASSET_QUEUE, deadLetters: ASSET_DEAD_LETTER_QUEUE, functionName: ASSET_FUNCTION },
    ...{ ofWhat: ' of the asset register', option: ' --register' },
    copiesBucket: copies.mode === 'copy' ? copies.bucket : undefined,
    stackIn: () => 'register',
    scopesIn: () => regions.map((region) => configuredScope(config, region)),
  };
}
