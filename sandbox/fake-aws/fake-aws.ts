import { Readable } from 'node:stream';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import type { HttpRequest } from '@smithy/types';
import { clientOptions } from '../../adapters/aws/client-options';
import { TEST_CREDENTIALS } from '../environment';
import { type Answer, bodyOf, type Call, Refusal, refusalAnswer } from './answer';
import type { FakeGlue } from './glue';

/** Answers a call; rejects if the connection breaks. */
export type Service = (call: Call) => Promise<Answer>;

/** S3 and Glue in memory, without faults. */
export const fakeService =
  (s3: { answer(operation: string, request: HttpRequest): Answer }, glue: FakeGlue): Service =>
  ({ service, operation, request }) => {
    try {
      const answer = service === 's3' ? s3.answer(operation, request) : glue.answer(operation, bodyOf(request));
      return Promise.resolve(answer);
    } catch (error) {
      if (error instanceof Refusal) {
        const refusal = refusalAnswer(service, error);
        // A refused HEAD request has no body.
        return Promise.resolve(request.method === 'HEAD' ? { ...refusal, body: '' } : refusal);
      }
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };

/**
 * The SDK's own clients, whose calls are answered in this process. Serialization, parsing and retries are the real
 * ones.
 */
export function fakeClients(service: Service, region: string) {
  const common = clientOptions({ region, credentials: TEST_CREDENTIALS });
  return {
    s3: new S3Client({ ...common, forcePathStyle: true, requestHandler: requestHandler('s3', service) }),
    glue: new GlueClient({ ...common, requestHandler: requestHandler('glue', service) }),
  };
}

const requestHandler = (service: Call['service'], answer: Service) => ({
  async handle(request: HttpRequest) {
    const operation = service === 's3' ? s3Operation(request) : (request.headers['x-amz-target'] ?? '').split('.')[1];
    const { status, headers, body } = await answer({ service, operation: operation ?? '', request });
    return { response: { statusCode: status, headers: { ...headers }, body: Readable.from([Buffer.from(body)]) } };
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
});

function s3Operation({ method, query = {}, headers }: HttpRequest): string {
  if (method === 'GET') return query['list-type'] === '2' ? 'ListObjectsV2' : 'GetObject';
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'PUT') return 'x-amz-copy-source' in headers ? 'CopyObject' : 'PutObject';
  return method;
}
