import { driftJunit } from '../../cli/drift-junit';
import type { Difference } from '../../core/drift/difference';
import { printable } from '../../core/text/printable';
import { place, unreadable, unreadableAccount } from '../core/drift/example';
import { readXml } from './read-xml';

const other = { ...place, bucket: 'media', region: 'us-east-1' };
const missing: Difference = { kind: 'missing', ...place, configuration: 'main' };

/** Suites and tests of a report, each test with its result and message. */
function read(xml: string) {
  const { name, attributes, children } = readXml(xml);
  return {
    name,
    counts: [attributes['tests'], attributes['failures'], attributes['errors']].map(Number),
    suites: children.map((suite) => ({
      name: suite.attributes['name'],
      tests: suite.children.map((test) => {
        const [result] = test.children;
        const what = `${test.attributes['classname']} ${test.attributes['name']}`;
        return result === undefined
          ? [what]
          : [what, result.name, result.attributes['type'], result.attributes['message']];
      }),
    })),
  };
}

describe('driftJunit', () => {
  it('is a suite per account and a test per bucket, those that are right among them', () => {
    const elsewhere = { ...place, account: '222222222222' };

    expect(read(driftJunit([missing], [place, other, elsewhere]))).toEqual({
      name: 'testsuites',
      counts: [3, 1, 0],
      suites: [
        {
          name: '111111111111',
          tests: [
            ['111111111111.eu-west-1 logs', 'failure', 'missing', 'missing main: the configuration does not exist'],
            ['111111111111.us-east-1 media'],
          ],
        },
        { name: '222222222222', tests: [['222222222222.eu-west-1 logs']] },
      ],
    });
  });

  it('tells all differences of a bucket in one failure, a line each', () => {
    const foreign: Difference = { kind: 'foreign', ...place, configuration: 'spy' };
    const [suite] = read(driftJunit([missing, foreign], [place])).suites;

    expect(suite?.tests).toEqual([
      [
        '111111111111.eu-west-1 logs',
        'failure',
        'missing',
        'missing main: the configuration does not exist\nforeign spy: a configuration that is not ours delivers to our destination bucket',
      ],
    ]);
  });

  it('has a test for a bucket that is known by its difference alone', () => {
    const gone: Difference = { kind: 'gone-bucket', ...place };

    expect(read(driftJunit([gone], [])).counts).toEqual([1, 1, 0]);
  });

  it('makes an error of what could not be read: a bucket, or an account as one test', () => {
    const { counts, suites } = read(driftJunit([unreadableAccount, { ...unreadable, account: '222222222222' }], []));

    expect(counts).toEqual([2, 0, 2]);
    expect(suites.flatMap(({ tests }) => tests)).toEqual([
      [
        '111111111111 the account',
        'error',
        'unreadable',
        'unreadable: AssumeRole: AccessDenied: not authorized (12 buckets of the account)',
      ],
      [
        '222222222222.eu-west-1 logs',
        'error',
        'unreadable',
        'unreadable: ListBucketInventoryConfigurations: AccessDenied: Access Denied',
      ],
    ]);
  });

  it('is a whole document without a bucket too', () => {
    expect(read(driftJunit([], []))).toEqual({ name: 'testsuites', counts: [0, 0, 0], suites: [] });
  });

  it.each([
    ['markup', '</failure><testcase name="x"/>&amp;"\'<![CDATA[ ]]> <!-- -->'],
    ['control characters', 'a\u0000\u0001\u001b[2Jb\u007f\u009b'],
    ['line breaks', 'a\nb\r\nc\td'],
    ['halves of pairs', '\ud800a\udc00'],
    ['a direction turned around', 'a\u202eb'],
    ['letters of any alphabet', 'größe 鍵 👨‍👩‍👧'],
  ])('stays XML with %s in names and messages, and shows them', (_what, text) => {
    const hostile: Difference[] = [
      { kind: 'foreign', ...place, bucket: text, configuration: text },
      { ...unreadable, bucket: `${text}2`, error: { operation: 'Op', code: text, message: text } },
    ];

    const [suite] = read(driftJunit(hostile, [])).suites;

    expect(suite?.tests.map(([what]) => what).sort()).toEqual(
      [`111111111111.eu-west-1 ${printable(text)}`, `111111111111.eu-west-1 ${printable(text)}2`].sort(),
    );
    expect(suite?.tests.map((test) => test[3]).join('\n')).toContain(
      `foreign ${printable(text)}: a configuration that is not ours`,
    );
    expect(suite?.tests.map((test) => test[3]).join('\n')).toContain(`Op: ${printable(text)}: ${printable(text)}`);
  });

  it('leaves out the two characters that are no text anywhere', () => {
    const [suite] = read(driftJunit([{ ...missing, configuration: 'a\ufffe\uffffb' }], [])).suites;

    expect(suite?.tests[0]?.[3]).toContain('missing a\ufffd\ufffdb:');
  });
});
