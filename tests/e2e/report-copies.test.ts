import { createHash, randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ReportCopies } from '../../adapters/aws/report-copies';
import { verifyReport } from '../../core/report/manifest';
import { destinationBucketName, assetCopiesBucketName } from '../../core/names/names';
import { reportKeyOf } from '../../core/report/report-key';
import { copyReport } from '../../core/asset-register/copy-report';
import { emulatorClients } from '../../sandbox/clients';
import { type Emulator, startEmulator } from '../../sandbox/emulator';
import { controlFiles, sampleManifest, scope } from '../core/report/sample-report';

jest.setTimeout(120_000);

const account = '222222222222';
const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const MIB = 1024 ** 2;
const copiesBucket = assetCopiesBucketName(HOME, account);
const reportsBucket = destinationBucketName(AWAY, account);

const key = reportKeyOf(
  { account: '333333333333', bucket: 'logs', stamp: '2026-01-02T01-00Z' },
  { ...scope, destinationBucket: reportsBucket },
);
if (key === undefined) throw new Error('not a report');

let emulator: Emulator;
let home: S3Client;
let away: S3Client;
beforeAll(async () => {
  emulator = await startEmulator({ account });
  const clients = emulatorClients(emulator.endpoint);
  home = clients.s3({ account, region: HOME });
  away = clients.s3({ account, region: AWAY });
  await away.send(new CreateBucketCommand({ Bucket: reportsBucket }));
  const CreateBucketConfiguration = { LocationConstraint: HOME } as const;
  await home.send(new CreateBucketCommand({ Bucket: copiesBucket, CreateBucketConfiguration }));
});
afterAll(() => emulator.stop());

/** Delivers a report with these data files to another Region's destination bucket. */
async function deliver(...contents: Buffer[]) {
  if (key === undefined) throw new Error('not a report');
  const files = [];
  for (const [index, Body] of contents.entries()) {
    const Key = `${key.folder}data/${index}.parquet`;
    await away.send(new PutObjectCommand({ Bucket: reportsBucket, Key, Body }));
    files.push({ key: Key, size: Body.length, MD5checksum: createHash('md5').update(Body).digest('hex') });
  }
  return verifyReport(key, controlFiles({ ...sampleManifest(key), files }));
}

const bytesAt = async (Key: string) => {
  const { Body } = await home.send(new GetObjectCommand({ Bucket: copiesBucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

it('S3 copies a report across Regions, a large file in parts, byte for byte', async () => {
  const small = randomBytes(1000);
  const large = randomBytes(13 * MIB);
  const report = await deliver(small, large);
  const store = new ReportCopies(
    home,
    { bucket: copiesBucket, account, region: HOME, sourceClient: () => away },
    // S3 refuses parts under 5 MiB, except the last.
    { inOnePiece: 5 * MIB, part: 6 * MIB },
  );

  const { key: shown } = await copyReport(report, store);

  const folder = shown.location.slice(`s3://${copiesBucket}/`.length);
  const lines = (await bytesAt(`${folder}symlink.txt`)).toString().trimEnd().split('\n');
  const copied = await Promise.all(lines.map((line) => bytesAt(line.slice(`s3://${copiesBucket}/`.length))));
  expect(copied.map((bytes, index) => bytes.equals(index === 0 ? small : large))).toEqual([true, true]);
  const { ETag } = await home.send(
    new HeadObjectCommand({ Bucket: copiesBucket, Key: lines[1]?.slice(`s3://${copiesBucket}/`.length) }),
  );
  // The entity tag of an object of three parts.
  expect(ETag).toMatch(/-3"$/);
  const { Uploads = [] } = await home.send(new ListMultipartUploadsCommand({ Bucket: copiesBucket }));
  expect(Uploads).toEqual([]);
});
