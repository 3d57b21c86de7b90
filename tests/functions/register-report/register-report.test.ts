import fc from 'fast-check';
import { createLog } from '../../../adapters/aws/log';
import { Orgs3Error } from '../../../core/errors';
import type { ReportFiles } from '../../../core/report/manifest';
import type { ReportKey } from '../../../core/report/report-key';
import { createHandler } from '../../../functions/register-report/register-report';
import { InMemoryCatalog } from '../../core/catalog/in-memory-catalog';
import { checksumKey, controlFiles, sampleKey, sampleManifest, scope } from '../../core/report/sample-report';

type Parts = Parameters<typeof checksumKey>[0];
type Manifest = Record<string, unknown>;

/** A destination bucket, a catalog and a Lambda over them; `lines` is what the Lambda wrote. */
function lambda(catalog = new InMemoryCatalog()) {
  const bucket = new Map<string, ReportFiles>();
  const lines: Record<string, unknown>[] = [];
  const reads: string[] = [];
  const writeLine = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const handler = createHandler({
    settings: {
      ...scope,
      destinationAccount: '222222222222',
      database: 's3_inventory',
      region: 'eu-west-1',
      reportsDays: 10_000,
      endpoint: undefined,
    },
    reports: {
      read: (key: ReportKey) => {
        reads.push(key.manifestKey);
        const files = bucket.get(key.manifestKey);
        return files === undefined ? Promise.reject(new Orgs3Error('NoSuchKey')) : Promise.resolve(files);
      },
    },
    catalog,
    log: createLog(writeLine, { region: 'eu-west-1' }),
    writeLine,
    now: () => Date.UTC(2026, 0, 2, 13),
  });
  return {
    catalog,
    reads,
    bucket,
    handler,
    /** Puts a report into the bucket; `manifest` overrides parts of its manifest. */
    deliver: (parts: Parts = {}, manifest: Manifest = {}) => {
      const key = sampleKey(parts);
      bucket.set(key.manifestKey, controlFiles({ ...sampleManifest(key), ...manifest }));
    },
    logged: () => lines.filter((line) => !('_aws' in line)),
    metrics: () => lines.filter((line) => '_aws' in line),
  };
}

const body = (...keys: string[]) =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: '2.1',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: scope.destinationBucket }, object: { key: encodeURIComponent(key) } },
    })),
  });
const queueEvent = (...bodies: string[]) => ({
  Records: bodies.map((each, index) => ({ messageId: `m${index}`, body: each })),
});
const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('register-report', () => {
  it('leaves a report alone whose scan began before the retention', async () => {
    const { handler, deliver, catalog, reads } = lambda();
    const old = { stamp: '1997-01-02T01-00Z' };
    deliver(old);

    expect(await handler(queueEvent(body(checksumKey(old))))).toEqual(failed());

    expect(catalog.list('inventory')).toEqual({});
    expect(reads).toEqual([]);
  });

  it('registers a first report: both tables are made, the history and the current state show it', async () => {
    const { handler, deliver, catalog, logged } = lambda();
    deliver();

    expect(await handler(queueEvent(body(checksumKey())))).toEqual(failed());

    expect(catalog.list('inventory')).toEqual({ 'logs 2026-01-02-01-00': sampleKey().location });
    expect(catalog.list('inventory_latest')).toEqual({ logs: sampleKey().location });
    expect(logged()).toMatchObject([
      {
        level: 'info',
        message: 'report registered',
        region: 'eu-west-1',
        account: '333333333333',
        bucket: 'logs',
        dt: '2026-01-02-01-00',
        tables: ['inventory', 'inventory_latest'],
      },
    ]);
  });

  it('takes 100 reports with one write a table, and reads each report once', async () => {
    const { handler, deliver, catalog, reads } = lambda();
    const parts = Array.from({ length: 100 }, (_, index) => ({ bucket: `bucket-${index}` }));
    parts.forEach((each) => deliver(each));

    await handler(queueEvent(...parts.map((each) => body(checksumKey(each)))));

    expect(reads).toHaveLength(100);
    expect(catalog.count('createPartitions')).toBe(2);
    expect(catalog.count('readPartitions')).toBe(2);
    // The first reports of a Region: two tables, and the four views over them.
    expect(catalog.writes().sort()).toEqual([
      ...['createPartitions', 'createPartitions'],
      ...Array<string>(2 + 4).fill('createTable'),
    ]);
    // Before the tables, before each view, and once all is written.
    expect(catalog.count('readTables')).toBe(1 + 4 + 1);
    expect(catalog.count('readTable')).toBe(4);
  });

  it('keeps to Glue’s limits with 250 reports', async () => {
    const { handler, deliver, catalog } = lambda();
    const parts = Array.from({ length: 250 }, (_, index) => ({ bucket: `bucket-${index}` }));
    parts.forEach((each) => deliver(each));

    expect(await handler(queueEvent(...parts.map((each) => body(checksumKey(each)))))).toEqual(failed());

    expect(catalog.count('createPartitions')).toBe(6);
    expect(Object.keys(catalog.list('inventory'))).toHaveLength(250);
  });

  it('moves the current state of 100 buckets with one update', async () => {
    const { handler, deliver, catalog } = lambda();
    const day = (stamp: string) => {
      const parts = Array.from({ length: 100 }, (_, index) => ({ bucket: `bucket-${index}`, stamp }));
      parts.forEach((each) => deliver(each));
      return queueEvent(...parts.map((each) => body(checksumKey(each))));
    };
    await handler(day('2026-01-02T01-00Z'));
    catalog.calls.length = 0;

    await handler(day('2026-01-03T01-00Z'));

    expect(catalog.writes().sort()).toEqual(['createPartitions', 'updatePartitions']);
  });

  it('changes nothing when the same events come again, in another order', async () => {
    const { handler, deliver, catalog } = lambda();
    const stamps = ['2026-01-02T01-00Z', '2026-01-03T01-00Z', '2026-01-01T01-00Z'];
    stamps.forEach((stamp) => deliver({ stamp }));
    const bodies = stamps.map((stamp) => body(checksumKey({ stamp })));
    await handler(queueEvent(...bodies));
    catalog.calls.length = 0;

    expect(await handler(queueEvent(...bodies.reverse()))).toEqual(failed());

    expect(catalog.writes()).toEqual([]);
    expect(catalog.list('inventory_latest')).toEqual({ logs: sampleKey({ stamp: '2026-01-03T01-00Z' }).location });
  });

  it('reads a report once that several messages speak of, and fails all of them with it', async () => {
    const { handler, reads } = lambda();
    const again = body(checksumKey());

    expect(await handler(queueEvent(again, again, again))).toEqual(failed('m0', 'm1', 'm2'));
    expect(reads).toHaveLength(1);
  });

  it('gives back the message of a report with a wrong checksum, and registers its neighbours', async () => {
    const { handler, deliver, bucket, catalog, logged } = lambda();
    deliver();
    deliver({ bucket: 'harmed' });
    const harmed = sampleKey({ bucket: 'harmed' });
    bucket.set(harmed.manifestKey, { ...controlFiles(sampleManifest(harmed)), checksum: 'f'.repeat(32) });

    const answer = await handler(queueEvent(body(checksumKey()), body(harmed.checksumKey)));

    expect(answer).toEqual(failed('m1'));
    expect(Object.keys(catalog.list('inventory'))).toEqual(['logs 2026-01-02-01-00']);
    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'report refused',
        bucket: 'harmed',
        reason: expect.stringContaining('manifest.checksum says') as string,
      }),
    );
  });

  it('gives back the message of a report whose manifest cannot be read yet', async () => {
    const { handler, logged } = lambda();

    expect(await handler(queueEvent(body(checksumKey())))).toEqual(failed('m0'));
    expect(logged()).toMatchObject([{ level: 'warn', message: 'report failed', bucket: 'logs', reason: 'NoSuchKey' }]);
  });

  it('gives back a message of which only one record fails', async () => {
    const { handler, deliver } = lambda();
    deliver();

    expect(await handler(queueEvent(body(checksumKey(), checksumKey({ bucket: 'not-there' }))))).toEqual(failed('m0'));
  });

  it('leaves alone what is not about a report: it is logged, counted, and done', async () => {
    const { handler, catalog, metrics, logged } = lambda();
    const other = [
      'inventory/333333333333/logs/mine/2026-01-02T01-00Z/manifest.checksum',
      'elsewhere/manifest.checksum',
    ];

    const answer = await handler(queueEvent(body(...other), '{"Service":"Amazon S3","Event":"s3:TestEvent"}'));

    expect(answer).toEqual(failed());
    expect(catalog.calls).toEqual([]);
    expect(logged().map(({ message }) => message)).toEqual(['event ignored', 'event ignored', 'event ignored']);
    expect(metrics()).toMatchObject([{ EventsIgnored: 3, ReportsRegistered: 0 }]);
  });

  it('gives back a message that nobody can read', async () => {
    const { handler, metrics } = lambda();

    expect(await handler(queueEvent('oops', body('inventory/%')))).toEqual(failed('m0'));
    expect(metrics()).toMatchObject([{ ReportsRefused: 1, EventsIgnored: 1 }]);
  });

  it('refuses a report of a bucket and moment that another account registered, also as the current state', async () => {
    const { handler, deliver, catalog } = lambda();
    deliver();
    await handler(queueEvent(body(checksumKey())));
    const foreign = { account: '444444444444' };
    deliver(foreign);

    expect(await handler(queueEvent(body(checksumKey(foreign))))).toEqual(failed('m0'));
    expect(catalog.list('inventory_latest')).toEqual({ logs: sampleKey().location });
  });

  it('adds a column that a report brings, and refuses one that changes its type', async () => {
    const { handler, deliver, catalog } = lambda();
    const schema = (columns: string) => ({ fileSchema: `message s3.inventory { ${columns} }` });
    deliver({ bucket: 'one' }, schema('optional int64 size;'));
    deliver({ bucket: 'two' }, schema('optional int64 size; optional binary e_tag (STRING);'));
    deliver({ bucket: 'three' }, schema('optional binary size (STRING);'));
    await handler(queueEvent(body(checksumKey({ bucket: 'one' }))));

    const answer = await handler(
      queueEvent(body(checksumKey({ bucket: 'two' })), body(checksumKey({ bucket: 'three' }))),
    );

    expect(answer).toEqual(failed('m1'));
    for (const table of ['inventory', 'inventory_latest'])
      expect(catalog.tables.get(table)?.input.StorageDescriptor.Columns).toEqual([
        { Name: 'size', Type: 'bigint' },
        { Name: 'e_tag', Type: 'string' },
      ]);
  });

  it('puts reports of another format into tables of their own', async () => {
    const { handler, deliver, catalog } = lambda();
    deliver({ bucket: 'orc' }, { fileFormat: 'ORC', fileSchema: 'struct<bucket:string,key:string>' });
    deliver();

    expect(await handler(queueEvent(body(checksumKey({ bucket: 'orc' })), body(checksumKey())))).toEqual(failed());

    expect([...catalog.tables.keys()].sort()).toEqual([
      'current_objects',
      'inventory',
      'inventory_all',
      'inventory_latest',
      'inventory_latest_all',
      'inventory_latest_orc',
      'inventory_orc',
      'reports',
    ]);
    expect(Object.keys(catalog.list('inventory_latest_orc'))).toEqual(['orc']);
  });

  it('counts what happened, for its Region, with the age of each report', async () => {
    const { handler, deliver, metrics } = lambda();
    deliver();
    await handler(queueEvent(body(checksumKey()), body(checksumKey({ bucket: 'missing' })), 'oops'));

    expect(metrics()).toMatchObject([
      {
        Region: 'eu-west-1',
        ReportsRegistered: 1,
        ReportsUnchanged: 0,
        ReportsRefused: 1,
        ReportsFailed: 1,
        EventsIgnored: 0,
        ReportAgeSeconds: 12 * 3600,
        DurationMs: 0,
        _aws: { CloudWatchMetrics: [{ Namespace: 'OrgS3Inventory', Dimensions: [['Region']] }] },
      },
    ]);
  });

  it('says clearly when something else than a queue calls it', async () => {
    await expect(lambda().handler({ hello: 'world' })).rejects.toThrow('not an event of an SQS queue');
  });

  it('never fails a whole batch, whatever the messages hold', async () => {
    const some = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((key) => body(key)),
      fc.constant(body(checksumKey())),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(some, { maxLength: 5 }), async (bodies) => {
        const { handler, deliver, catalog } = lambda();
        deliver();
        await handler(queueEvent(...bodies, body(checksumKey())));
        expect(catalog.list('inventory')).toEqual({ 'logs 2026-01-02-01-00': sampleKey().location });
      }),
      { numRuns: 50 },
    );
  });

  it('registers no location outside the folder of the bucket that the manifest is about', async () => {
    const part = fc.constantFrom('..', '.', '', 'logs', 'data', '333333333333', '444444444444', '%2e%2e', 'a/b', '*');
    const claim = fc.record({ account: part, bucket: part, sourceBucket: part, fileKey: part });
    await fc.assert(
      fc.asyncProperty(fc.array(claim, { minLength: 1, maxLength: 4 }), async (claims) => {
        const { handler, bucket, catalog } = lambda();
        for (const { account, bucket: name, sourceBucket, fileKey } of claims) {
          const folder = `inventory/${account}/${name}/organization-inventory/`;
          const manifest = { ...sampleManifest(sampleKey()), sourceBucket };
          const files = [{ key: `${folder}${fileKey}`, size: 1, MD5checksum: 'x' }];
          bucket.set(`${folder}2026-01-02T01-00Z/manifest.json`, controlFiles({ ...manifest, files }));
        }
        await handler(queueEvent(...claims.map((each) => body(checksumKey(each)))));
        for (const table of ['inventory', 'inventory_latest'])
          for (const [values, location] of Object.entries(catalog.list(table)))
            expect(location).toMatch(
              new RegExp(
                `^s3://${scope.destinationBucket}/inventory/(333333333333|444444444444)/${values.split(' ')[0]}/organization-inventory/hive/dt=2026-01-02-01-00/$`,
              ),
            );
      }),
    );
  });
});

describe('two invocations at the same time', () => {
  it('make each table and each partition once', async () => {
    const catalog = new InMemoryCatalog();
    const [one, two] = [lambda(catalog), lambda(catalog)];
    for (const each of [one, two]) each.deliver();

    const answers = await Promise.all([one, two].map(({ handler }) => handler(queueEvent(body(checksumKey())))));

    expect(answers).toEqual([failed(), failed()]);
    expect(catalog.list('inventory_latest')).toEqual({ logs: sampleKey().location });
    expect(catalog.count('createTable')).toBeGreaterThan(2);
  });

  it('add the columns of both', async () => {
    const catalog = new InMemoryCatalog();
    const [one, two] = [lambda(catalog), lambda(catalog)];
    one.deliver({ bucket: 'first' });
    await one.handler(queueEvent(body(checksumKey({ bucket: 'first' }))));
    one.deliver({ bucket: 'one' }, { fileSchema: 'message m { optional binary one; }' });
    two.deliver({ bucket: 'two' }, { fileSchema: 'message m { optional binary two; }' });

    await Promise.all([
      one.handler(queueEvent(body(checksumKey({ bucket: 'one' })))),
      two.handler(queueEvent(body(checksumKey({ bucket: 'two' })))),
    ]);

    const names = catalog.tables.get('inventory')?.input.StorageDescriptor.Columns.map(({ Name }) => Name);
    expect(names).toEqual(expect.arrayContaining(['one', 'two']));
  });

  it('fail only the report whose table they never get hold of', async () => {
    class Contested extends InMemoryCatalog {
      override createTable() {
        this.calls.push('createTable');
        return Promise.resolve('conflict' as const);
      }
    }
    const { handler, deliver, logged } = lambda(new Contested());
    deliver();

    expect(await handler(queueEvent(body(checksumKey())))).toEqual(failed('m0'));
    expect(logged()[0]?.['reason']).toContain('s3_inventory.inventory was changed by others');
  });
});

describe('a catalog that fails in part', () => {
  it('fails only the messages of the entries that it names', async () => {
    class Partial extends InMemoryCatalog {
      override async createPartitions(table: string, inputs: Parameters<InMemoryCatalog['createPartitions']>[1]) {
        const good = inputs.filter(({ Values }) => Values[0] !== 'bad');
        const bad = inputs.filter(({ Values }) => Values[0] === 'bad');
        const failures = await super.createPartitions(table, good);
        return [
          ...failures,
          ...bad.map(({ Values }) => ({ values: Values, code: 'InternalFailure', message: 'sorry' })),
        ];
      }
    }
    const { handler, deliver, catalog, logged } = lambda(new Partial());
    deliver();
    deliver({ bucket: 'bad' });

    const answer = await handler(queueEvent(body(checksumKey({ bucket: 'bad' })), body(checksumKey())));

    expect(answer).toEqual(failed('m0'));
    expect(Object.keys(catalog.list('inventory_latest'))).toEqual(['logs']);
    expect(logged()).toContainEqual(
      expect.objectContaining({ reason: 'Partition bad, 2026-01-02-01-00: InternalFailure: sorry' }),
    );
  });

  it('fails every report, and says why, where the database is missing', async () => {
    class NoDatabase extends InMemoryCatalog {
      override createTable(): Promise<'done'> {
        return Promise.reject(new Orgs3Error('Database s3_inventory not found', { next: 'apply collector-eu-west-1' }));
      }
    }
    const { handler, deliver, logged } = lambda(new NoDatabase());
    deliver();

    expect(await handler(queueEvent(body(checksumKey()), '{"Event":"s3:TestEvent"}'))).toEqual(failed('m0'));
    expect(logged()).toContainEqual(
      expect.objectContaining({ reason: 'Database s3_inventory not found', next: 'apply collector-eu-west-1' }),
    );
  });
});
