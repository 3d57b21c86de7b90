import { missing } from './missing-in-lambda';

/**
 * Stands for the SDK's event streams, which are answers of `SelectObjectContent` alone. The SDK loads them by a dynamic import, and
 * esbuild wraps whatever such an import reaches, so that each wrapped module is compiled twice at a cold start: hence this file
 * imports as good as nothing.
 */
export const eventStreamSerdeProvider = () => ({
  serialize: () => missing('a writer of event streams'),
  deserialize: () => missing('a reader of event streams'),
});

/** What the client of S3 asks at its start. */
export const resolveEventStreamSerdeConfig = <Config extends object>(config: Config) => config;

export class EventStreamSerde {
  constructor() {
    missing('a reader of event streams');
  }
}
