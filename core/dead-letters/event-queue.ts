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
import { configuredAssetRegister } from '../asset-register/configured-asset-register';
import { stackName } from '../names/stack-names';

/** A queue of report events and its dead-letter queue. */
export interface EventQueue {
  /** Owner of the queue: 12 digits. */
  readonly account: string;
  readonly name: string;
  /** Name of the dead-letter queue: messages that could not be registered after all tries. */
  readonly deadLetters: string;
  /** Name of the Lambda that receives the messages. */
  readonly functionName: string;
  /** Owner of the queue, as the end of a phrase; empty for the queue of a Region. */
  readonly ownerPhrase: '' | ' of the asset register';
  /** Option of `orgs3 dead-letters` that selects this queue. */
  readonly option: '' | ' --register';
  /** Name of the stack that creates the queue in a Region. */
  stackIn(region: string): string;
  /** Destination buckets whose reports the Lambda registers. */
  scopesIn(region: string): readonly ReportScope[];
  /** Bucket into which the Lambda copies reports; `undefined` where it copies none. */
  readonly copiesBucket: string | undefined;
}

/** The queue of each Region. */
export const regionalQueue = (config: Config): EventQueue => ({
  account: config.destination.account,
  name: REGISTER_QUEUE,
  deadLetters: REGISTER_DEAD_LETTER_QUEUE,
  functionName: REGISTER_FUNCTION,
  ownerPhrase: '',
  option: '',
  copiesBucket: undefined,
  stackIn: stackName.collector,
  scopesIn: (region) => [configuredScope(config, region)],
});

/**
 * The queue of the asset register, in the home Region.
 *
 * @param regions Regions in use, whose reports the register shows
 * @throws Orgs3Error where the configuration has no asset register
 */
export function assetQueue(config: Config, regions: readonly string[]): EventQueue {
  const { copies } = configuredAssetRegister(config);
  return {
    account: config.destination.account,
    name: ASSET_QUEUE,
    deadLetters: ASSET_DEAD_LETTER_QUEUE,
    functionName: ASSET_FUNCTION,
    ownerPhrase: ' of the asset register',
    option: ' --register',
    copiesBucket: copies.mode === 'copy' ? copies.bucket : undefined,
    stackIn: () => stackName.assetRegister,
    scopesIn: () => regions.map((region) => configuredScope(config, region)),
  };
}
