import fc from 'fast-check';
import { readMessage } from '../../../core/dead-letters/read-message';
import { checksumKey, sampleKey, scope } from '../report/sample-report';

const record = (key = checksumKey(), bucket = scope.destinationBucket) => ({
  eventVersion: '2.1',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: bucket }, object: { key } },
});
const read = (...records: unknown[]) => readMessage(JSON.stringify({ Records: records }), scope);

describe('the subjects of a dead letter', () => {
  it('are the report of its key, which must be read to find the cause', () => {
    expect(read(record())).toEqual([
      {
        account: '333333333333',
        region: 'eu-west-1',
        bucket: 'logs',
        dt: '2026-01-02-01-00',
        key: checksumKey(),
        report: sampleKey(),
      },
    ]);
  });

  it('are all of its records', () => {
    const subjects = read(record(), record(checksumKey({ bucket: 'media' })));

    expect(subjects.map(({ bucket }) => bucket)).toEqual(['logs', 'media']);
  });

  it('are unknown where it is not an event of S3; a redrive brings it back', () => {
    const [subject] = readMessage('hello', scope);

    expect(subject).toEqual({
      account: null,
      region: null,
      bucket: null,
      dt: null,
      key: null,
      cause: {
        kind: 'refused',
        reason: 'message is not an S3 event: hello',
        next: expect.stringContaining('A redrive brings it back here') as string,
      },
    });
  });

  it.each([
    [
      'does not have the form of a report key',
      'inventory/x/manifest.checksum',
      'refused',
      'key does not have the form',
    ],
    ['is of another configuration', checksumKey().replace('organization-inventory', 'mine'), 'ignored', '"mine"'],
    ['lies below another prefix', 'other/manifest.checksum', 'ignored', 'key is not below "inventory/"'],
  ])('keeps the key, and is judged without being read, where it %s', (_, key, kind, reason) => {
    expect(read(record(key))).toMatchObject([
      { account: null, key, cause: { kind, reason: expect.stringContaining(reason) as string } },
    ]);
  });

  it('have a decoded key, or the raw key where its escapes are malformed', () => {
    expect(read(record('a+b%2Fc'), record('100%')).map(({ key }) => key)).toEqual(['a b/c', '100%']);
  });

  it('are ignored where it names no object; a redrive removes it', () => {
    expect(read()).toMatchObject([
      { key: null, cause: { kind: 'ignored', reason: 'nothing to register: the message names no object' } },
    ]);
  });

  it('are read from any text without an exception', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => readMessage(body, scope).length > 0));
  });
});
