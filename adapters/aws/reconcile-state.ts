import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { awsCallError } from './aws';

/** Where the state of a reconciliation lies. */
export interface StatePlace {
  readonly bucket: string;
  readonly key: string;
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Keeps the text that says how far a reconciliation has come, as one object. */
export class ReconcileStateFile {
  constructor(
    private readonly s3: S3Client,
    private readonly place: StatePlace,
  ) {}

  /**
   * The text that was kept last; `undefined` where none is. Looks for the key first, since S3 answers `AccessDenied` for a missing
   * object to a reader that may list this one key only.
   *
   * @throws AwsCallError where S3 refuses
   */
  async read(): Promise<string | undefined> {
    const { bucket: Bucket, key: wanted, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Prefix: wanted, MaxKeys: 1 };
    const { Contents = [] } = await this.call('ListObjectsV2', () => this.s3.send(new ListObjectsV2Command(request)));
    if (Contents.every(({ Key }) => Key !== wanted)) return undefined;
    return this.call('GetObject', async () => {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, ExpectedBucketOwner, Key: wanted }));
      return Body?.transformToString();
    });
  }

  /** @throws AwsCallError where S3 refuses */
  async write(text: string): Promise<void> {
    const { bucket: Bucket, key: Key, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Key, Body: text };
    await this.call('PutObject', () =>
      this.s3.send(new PutObjectCommand({ ...request, ContentType: 'application/json' })),
    );
  }

  private async call<Value>(operation: string, send: () => Promise<Value>): Promise<Value> {
    try {
      return await send();
    } catch (error) {
      const { account, region, bucket, key } = this.place;
      throw awsCallError(operation, { account, region, bucket, resource: key }, error);
    }
  }
}
