import type { HttpRequest } from '@smithy/types';
import { type Answer, bodyOf, Refusal, xmlAnswer } from './answer';
import { eTagOf, FakeS3 } from './s3';

/** Several buckets in memory. Answers all calls of `FakeS3`, and `PutObject` and `CopyObject`. */
export class FakeBuckets {
  private readonly buckets: ReadonlyMap<string, FakeS3>;

  /** @param now modification time of all objects, in epoch milliseconds */
  constructor(
    names: readonly string[],
    private readonly now: number,
  ) {
    this.buckets = new Map(names.map((name) => [name, new FakeS3(name)]));
  }

  /**
   * Finds a bucket.
   *
   * @throws Refusal where there is no such bucket
   */
  of(name: string): FakeS3 {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }

  /**
   * Answers a call.
   *
   * @throws Refusal with S3's error codes
   */
  answer(operation: string, request: HttpRequest): Answer {
    const [, name = '', ...parts] = request.path.split('/');
    const bucket = this.of(decodeURIComponent(name));
    const key = parts.map(decodeURIComponent).join('/');
    if (operation === 'PutObject') {
      const content = bodyOf(request);
      bucket.put(key, content, this.now);
      return { status: 200, headers: { etag: eTagOf(content) }, body: '' };
    }
    if (operation !== 'CopyObject') return bucket.answer(operation, request);
    const content = this.copied(request);
    bucket.put(key, content, this.now);
    return xmlAnswer(`<CopyObjectResult><ETag>${eTagOf(content)}</ETag></CopyObjectResult>`);
  }

  private copied({ headers }: HttpRequest): string {
    const [name = '', ...parts] = (headers['x-amz-copy-source'] ?? '').split('/');
    const content = this.of(name).content(parts.map(decodeURIComponent).join('/'));
    if (content === undefined) throw new Refusal('NoSuchKey', 'The specified key does not exist.', 404);
    if (headers['x-amz-copy-source-if-match'] !== eTagOf(content))
      throw new Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    return content;
  }
}
