import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ReportFolders } from '../../../adapters/aws/report-folders';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());

const folders = new ReportFolders(new S3Client({ region: 'eu-west-1' }), {
  bucket: 's3inventory-eu-west-1-222222222222',
  account: '222222222222',
  region: 'eu-west-1',
});

async function pagesBelow(folder: string): Promise<(readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  for await (const page of folders.below(folder)) pages.push(page);
  return pages;
}

describe('the folders below a folder', () => {
  it('come a page a call, in the order of S3', async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        CommonPrefixes: [{ Prefix: 'inventory/1/' }, { Prefix: 'inventory/2/' }],
        IsTruncated: true,
        NextContinuationToken: 'more',
      })
      .resolvesOnce({ CommonPrefixes: [{ Prefix: 'inventory/3/' }] });

    expect(await pagesBelow('inventory/')).toEqual([['inventory/1/', 'inventory/2/'], ['inventory/3/']]);
    expect(s3.commandCalls(ListObjectsV2Command).map(({ args: [{ input }] }) => input)).toMatchObject([
      {
        Bucket: 's3inventory-eu-west-1-222222222222',
        Prefix: 'inventory/',
        Delimiter: '/',
        ExpectedBucketOwner: '222222222222',
      },
      { ContinuationToken: 'more' },
    ]);
  });

  it('are none of a folder that is not there', async () => {
    s3.on(ListObjectsV2Command).resolves({});

    expect((await pagesBelow('inventory/')).flat()).toEqual([]);
  });

  it('say which bucket, folder, account and Region S3 refused', async () => {
    s3.on(ListObjectsV2Command).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(pagesBelow('inventory/')).rejects.toThrow(
      'ListObjectsV2 of inventory/ on bucket s3inventory-eu-west-1-222222222222 in account 222222222222 in eu-west-1 failed: AccessDenied: no',
    );
  });
});
