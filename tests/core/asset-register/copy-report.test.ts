import { copyReport } from '../../../core/asset-register/copy-report';
import { sampleKey, sampleReport } from '../report/sample-report';
import { COPIES_BUCKET, FakeCopies } from './fake-copies';

const PARTS = { stamp: '2026-01-02T01-00Z' };
const key = sampleKey(PARTS);
const file = (name: string, size = 1234) => ({ key: `${key.folder}data/${name}`, size, MD5checksum: 'a'.repeat(32) });
const reportOf = (...files: ReturnType<typeof file>[]) => sampleReport(PARTS, { files });
const report = reportOf(file('1f0c.parquet'), file('2a2b.parquet', 99));

const DAY_FOLDER = 'dt=2026-01-02/account=333333333333/region=eu-west-1/bucket=logs/';
const SYMLINK = 'reports/333333333333/eu-west-1/logs/dt=2026-01-02-01-00/symlink.txt';
const LOCATION = `s3://${COPIES_BUCKET}/reports/333333333333/eu-west-1/logs/dt=2026-01-02-01-00/`;

describe("a report's copy", () => {
  it('has all files of the report under day, account, Region and bucket, and a symlink.txt that names them', async () => {
    const copies = new FakeCopies();

    const { key: shown } = await copyReport(report, copies);

    expect(shown.location).toBe(LOCATION);
    expect([...copies.objects.keys()]).toEqual([`${DAY_FOLDER}1f0c.parquet`, `${DAY_FOLDER}2a2b.parquet`, SYMLINK]);
    expect(copies.filesAt(LOCATION)).toEqual([
      { file: `s3://${COPIES_BUCKET}/${DAY_FOLDER}1f0c.parquet`, there: true },
      { file: `s3://${COPIES_BUCKET}/${DAY_FOLDER}2a2b.parquet`, there: true },
    ]);
  });

  it('is not made again where it is whole', async () => {
    const copies = new FakeCopies();
    await copyReport(report, copies);
    copies.calls.length = 0;

    expect((await copyReport(report, copies)).key.location).toBe(LOCATION);
    expect(copies.calls).toEqual([`exists ${SYMLINK}`, `sizes ${DAY_FOLDER}`]);
  });

  it('gets the files back that somebody has deleted from it, and no others', async () => {
    const copies = new FakeCopies();
    await copyReport(report, copies);
    copies.objects.delete(`${DAY_FOLDER}2a2b.parquet`);
    copies.calls.length = 0;

    await copyReport(report, copies);

    expect(copies.filesAt(LOCATION)?.every(({ there }) => there)).toBe(true);
    expect(copies.calls.filter((call) => call.startsWith('copy'))).toHaveLength(1);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'is whole or not shown where the process is killed before call %i, and goes on where it was',
    async (calls) => {
      const copies = new FakeCopies();
      let left = calls;
      const killed = copies.seenWith(() => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('killed'))));
      await copyReport(report, killed).catch(() => undefined);

      const shown = copies.filesAt(LOCATION);
      expect(shown === undefined || shown.every(({ there }) => there)).toBe(true);
      await copyReport(report, copies);
      expect(copies.filesAt(LOCATION)).toHaveLength(2);
      expect(copies.calls.filter((call) => call.startsWith('copy'))).toHaveLength(2);
    },
  );

  it('copies a file of more than a day ago again, which would expire before the symlink.txt that names it', async () => {
    const copies = new FakeCopies();
    await copyReport(report, copies);
    copies.objects.delete(SYMLINK);
    copies.old.add(`${DAY_FOLDER}1f0c.parquet`);
    copies.calls.length = 0;

    await copyReport(report, copies);

    expect(copies.calls.filter((call) => call.startsWith('copy'))).toEqual([`copy ${key.folder}data/1f0c.parquet`]);
  });

  it('shares no symlink.txt with another report of the same day', async () => {
    const copies = new FakeCopies();
    const evening = sampleReport({ stamp: '2026-01-02T17-00Z' });

    const [first, second] = [await copyReport(report, copies), await copyReport(evening, copies)];

    expect(copies.filesAt(first.key.location)).toHaveLength(2);
    expect(copies.filesAt(second.key.location)).toHaveLength(1);
  });

  it('shows an empty report as one without files', async () => {
    const copies = new FakeCopies();

    await copyReport(reportOf(), copies);

    expect(copies.filesAt(LOCATION)).toEqual([]);
  });

  it.each([
    [
      'two files of one name',
      [file('a.parquet'), { ...file('a.parquet'), key: `${key.folder}data/x/a.parquet` }],
      'two files named',
    ],
    ['a name with a line break', [file('a\ns3:')], 'a name that S3 gives to no'],
    ['a folder', [file('')], 'a name that S3 gives to no'],
  ])('is refused with %s, before anything is copied', async (_, files, reason) => {
    const copies = new FakeCopies();

    await expect(copyReport(reportOf(...files), copies)).rejects.toThrow(reason);
    expect(copies.objects.size).toBe(0);
  });
});
