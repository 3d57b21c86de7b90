import fc from 'fast-check';
import { readReportEvents } from '../../../core/report/report-event';
import { checksumKey, sampleKey, scope } from './sample-report';

const record = {
  eventVersion: '2.1',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: scope.destinationBucket }, object: { key: checksumKey() } },
};
const read = (content: unknown) => readReportEvents(JSON.stringify(content), scope);
const aReport = { kind: 'report', report: sampleKey(), eventKey: checksumKey() };

describe('the body of a queue message', () => {
  it('is read as S3 writes it', () => {
    expect(read({ Records: [record] })).toEqual([aReport]);
  });

  it('is read inside the envelope that SNS adds without raw delivery', () => {
    expect(read({ Type: 'Notification', Message: JSON.stringify({ Records: [record] }) })).toEqual([aReport]);
  });

  it('may hold several records; each is read', () => {
    const other = { ...record, s3: { ...record.s3, object: { key: checksumKey({ bucket: 'other' }) } } };

    expect(read({ Records: [record, other] })).toMatchObject([
      { report: { bucket: 'logs' } },
      { report: { bucket: 'other' } },
    ]);
  });

  it.each([
    ["S3's test event", { Service: 'Amazon S3', Event: 's3:TestEvent' }, 'test event'],
    ['another bucket', { Records: [{ ...record, s3: { ...record.s3, bucket: { name: 'mine' } } }] }, 'bucket "mine"'],
    ['a deletion', { Records: [{ ...record, eventName: 'ObjectRemoved:Delete' }] }, 'ObjectRemoved:Delete'],
  ])('is ignored when it is about %s', (_, content, reason) => {
    expect(read(content)).toMatchObject([{ kind: 'ignored', reason: expect.stringContaining(reason) as string }]);
  });

  it.each([
    ['is not JSON', 'not an S3 event', 'oops'],
    ['holds no records', 'not an S3 event', '{}'],
    ['holds a record of another form', 'not an S3 event record', '{"Records":[{"dynamodb":{}}]}'],
    [
      'has a version that is not known',
      'version 3.0',
      JSON.stringify({ Records: [{ ...record, eventVersion: '3.0' }] }),
    ],
  ])('is refused when it %s', (_, reason, body) => {
    expect(readReportEvents(body, scope)).toMatchObject([
      { kind: 'refused', reason: expect.stringContaining(reason) as string },
    ]);
  });

  it('never makes the reader throw', () => {
    const s3 = fc.record(
      {
        bucket: fc.record({ name: fc.oneof(fc.constant(scope.destinationBucket), fc.string()) }),
        object: fc.record({ key: fc.string() }),
      },
      { requiredKeys: [] },
    );
    const anyRecord = fc.record(
      { eventVersion: fc.anything(), eventName: fc.constant('ObjectCreated:Put'), s3 },
      { requiredKeys: [] },
    );
    const anyEvent = fc.record({ Records: fc.array(fc.oneof(anyRecord, fc.jsonValue())) });
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      anyEvent.map((event) => JSON.stringify(event)),
    );
    fc.assert(fc.property(body, (text) => readReportEvents(text, scope).length >= 0));
  });
});
