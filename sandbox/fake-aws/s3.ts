import { createHash } from 'node:crypto';
import type { HttpRequest } from '@smithy/types';
import { type Answer, Refusal, xmlAnswer, xmlText } from './answer';

interface FakeObject {
  readonly content: string;
  /** In epoch milliseconds. */
  readonly modified: number;
}

const PAGE = 1000;

/** One bucket in memory: `GetObject`, `HeadObject` and `ListObjectsV2`, in path style. */
export class FakeS3 {
  private readonly objects = new Map<string, FakeObject>();
  private sorted: string[] | undefined;

  constructor(readonly bucket: string) {}

  /**
   * Stores an object.
   *
   * @param modified in epoch milliseconds
   */
  put(key: string, content: string, modified: number): void {
    if (!this.objects.has(key)) this.sorted = undefined;
    this.objects.set(key, { content, modified });
  }

  /** Deletes an object. */
  remove(key: string): void {
    this.objects.delete(key);
    this.sorted = undefined;
  }

  /**
   * Answers a call.
   *
   * @throws Refusal with S3's error codes
   */
  answer(operation: string, { path, query = {} }: HttpRequest): Answer {
    const [, bucket = '', ...parts] = path.split('/');
    if (decodeURIComponent(bucket) !== this.bucket)
      throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404);
    const key = parts.map(decodeURIComponent).join('/');
    if (operation === 'GetObject') return this.getObject(key);
    if (operation === 'HeadObject') return { ...this.getObject(key), body: '' };
    if (operation === 'ListObjectsV2') return this.list((name) => text(query[name]));
    throw new Refusal('NotImplemented', `${operation} is not implemented`, 501);
  }

  /** The content of a key; `undefined` where there is no such key. */
  content = (key: string): string | undefined => this.objects.get(key)?.content;

  private getObject(key: string): Answer {
    const object = this.objects.get(key);
    if (object === undefined) throw new Refusal('NoSuchKey', 'The specified key does not exist.', 404);
    const { content, modified } = object;
    const headers = {
      'content-length': String(Buffer.byteLength(content)),
      'last-modified': new Date(modified).toUTCString(),
      etag: eTagOf(content),
    };
    return { status: 200, headers, body: content };
  }

  private list(parameter: (name: string) => string): Answer {
    const [prefix, delimiter] = [parameter('prefix'), parameter('delimiter')];
    const most = Math.min(Number(parameter('max-keys') || PAGE), PAGE);
    const keys = (this.sorted ??= [...this.objects.keys()].sort(byBytes));
    const entries: string[] = [];
    let index = firstAfter(keys, prefix, parameter('continuation-token') || parameter('start-after') || undefined);
    let last = '';
    let key = keys[index];
    while (key?.startsWith(prefix) && entries.length < most) {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      last = end === -1 ? key : key.slice(0, end + delimiter.length);
      entries.push(
        end === -1 ? this.contents(key) : `<CommonPrefixes><Prefix>${xmlText(last)}</Prefix></CommonPrefixes>`,
      );
      index = end === -1 ? index + 1 : firstAfter(keys, prefix, last);
      key = keys[index];
    }
    const more = key?.startsWith(prefix) === true;
    const token = more ? `<NextContinuationToken>${tokenOf(last)}</NextContinuationToken>` : '';
    return xmlAnswer(
      `<ListBucketResult><Name>${this.bucket}</Name><Prefix>${xmlText(prefix)}</Prefix><KeyCount>${entries.length}</KeyCount>` +
        `<MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>${token}${entries.join('')}</ListBucketResult>`,
    );
  }

  private contents(key: string): string {
    const { content = '', modified = 0 } = this.objects.get(key) ?? {};
    return `<Contents><Key>${xmlText(key)}</Key><LastModified>${new Date(modified).toISOString()}</LastModified><Size>${Buffer.byteLength(content)}</Size></Contents>`;
  }
}

/** The entity tag with S3's quotes: the MD5 of the content. */
export const eTagOf = (content: string) => `"${createHash('md5').update(content).digest('hex')}"`;

const text = (value: string | string[] | null | undefined) => (typeof value === 'string' ? value : '');
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const tokenOf = (entry: string) => Buffer.from(entry).toString('base64url');

/** Finds the index of the first key of `prefix` after an entry. After a folder, this is the first key outside of it. */
function firstAfter(keys: readonly string[], prefix: string, after: string | undefined): number {
  const entry = after === undefined || after.startsWith(prefix) ? after : Buffer.from(after, 'base64url').toString();
  const isBehind = (key: string) =>
    entry === undefined
      ? byBytes(key, prefix) >= 0
      : byBytes(key, entry) > 0 && !(entry.endsWith('/') && key.startsWith(entry));
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(keys[middle] ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}
