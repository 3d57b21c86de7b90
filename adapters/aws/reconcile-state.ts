import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { awsCall } from './aws-call';

/** The object that holds the state of a reconciliation. */
export interface StatePlace {
  readonly bucket: string;
  readonly key: string;
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Stores the progress of a reconciliation as one object, so that the next invocation resumes it. */
export class ReconcileStateFile {
  constructor(
    private readonly s3: S3Client,
    private readonly place: StatePlace,
  ) {}

  /**
   * Reads the text that was written last; `undefined` where there is none. Lists the key first: for a missing object, S3
   * answers `AccessDenied` to a reader that may list this one key only.
   *
   * @throws AwsCallError where S3 refuses
   */
  async read(): Promise<string | undefined> {
    const { bucket: Bucket, key: wanted, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Prefix: wanted, MaxKeys: 1 };
    const { Contents = [] } = await awsCall(this.callOf('ListObjectsV2'), () =>
      this.s3.send(new ListObjectsV2Command(request)),
    );
    if (Contents.every(({ Key }) => Key !== wanted)) return undefined;
    return awsCall(this.callOf('GetObject'), async () => {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, ExpectedBucketOwner, Key: wanted }));
      return Body?.transformToString();
    });
  }

  /**
   * Replaces the text.
   *
   * @throws AwsCallError where S3 refuses
   */
  async write(text: string): Promise<void> {
    const { bucket: Bucket, key: Key, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Key, Body: text };
    await awsCall(this.callOf('PutObject'), () =>
      this.s3.send(new PutObjectCommand({ ...request, ContentType: 'application/json' })),
    );
  }

  private callOf(operation: string) {
    const { account, region, bucket, key } = this.place;
    return { operation, target: { account, region, bucket, resource: key } };
  }
}
