import { missing } from './missing-in-lambda';

/**
 * Replaces the SDK's event streams, which only `SelectObjectContent` uses. The SDK loads them by a dynamic import. Such an import
 * makes esbuild wrap every module behind it, and a wrapped module is compiled twice at a cold start. So this file imports almost
 * nothing.
 */
export const eventStreamSerdeProvider = () => ({
  serialize: () => missing('a writer of event streams'),
  deserialize: () => missing('a reader of event streams'),
});

/** Resolves a configuration: the client of S3 calls this when it is made. */
export const resolveEventStreamSerdeConfig = <Config extends object>(config: Config) => config;

export class EventStreamSerde {
  constructor() {
    missing('a reader of event streams');
  }
}
