import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketInventoryConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetObjectCommand,
  PutBucketInventoryConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { clientOptions } from '../../adapters/aws/client-options';
import { readConfig } from '../../adapters/files/config-file';
import { accountCredentials } from '../../adapters/aws/sessions';
import {
  ASSET_QUEUE,
  destinationBucketName,
  HISTORY_TABLE,
  LATEST_TABLE,
  RECONCILE_FUNCTION,
  REGISTER_FUNCTION,
  REGISTER_DEAD_LETTER_QUEUE,
  ASSET_LATEST_TABLE,
  REGISTER_QUEUE,
  ASSET_TABLE,
  assetCopiesBucketName,
  registerRoleName,
} from '../../core/names/names';
import { readingSessionPolicy } from '../../core/policies/access';
import { KEYS } from '../../sandbox/authorization/guard';
import { eachStack, initStacks, orgs3, startChain, synthesize } from '../../sandbox/chain';
import { createOrganization } from '../../sandbox/create-organization';
import { emulatorAt } from '../../sandbox/emulator';
import { startFunction } from '../../sandbox/function-instance';
import { as, startGuardedChain, type GuardedChain } from '../../sandbox/guarded-chain';
import { backdateObjects } from '../../sandbox/object-store';
import { ODD_KEYS } from '../../sandbox/objects';
import { bucketsOf, DEMO_ORGANIZATION, withOneBucket } from '../../sandbox/organization';
import { sandboxPaths, ROOT } from '../../sandbox/paths';
import { claimPort, HOST } from '../../sandbox/ports';
import { writeReports, type WrittenReport } from '../../sandbox/report-writer';
import {
  applyStacks,
  bucketNamed,
  changeByHand,
  lastTwoScans,
  letADayPass,
  partitionsOf,
  plannedChanges,
  registerAssets,
  registerReports,
} from '../../sandbox/steps';
import { byPlace, expectedRows, listedByS3, type ExpectedRow } from './emulated-buckets';
import { changeAssetRegisterMode, assetRegisterPartitions } from './asset-register-modes';

jest.setTimeout(20 * 60_000);

const CONFIGURATION_ID = 'organization-inventory';
const paths = sandboxPaths(join(ROOT, '.sandbox', 'e2e'));
const [dayOne, dayTwo] = lastTwoScans(new Date());
const dt = (scan: Date) => scan.toISOString().slice(0, 16).replace(/[T:]/g, '-');

describe('the chain from an organization to an answer, with real Terraform on the emulator', () => {
  let chain: GuardedChain;
  let stacks: string[];
  let reports: WrittenReport[];
  let onDayOne: ExpectedRow[];
  let onDayTwo: ExpectedRow[];

  beforeAll(async () => {
    chain = await startGuardedChain({ paths, organization: DEMO_ORGANIZATION });
    await createOrganization(chain.clients, chain.organization, dayOne);
    await orgs3(chain, ['discover', '--role', 'OrganizationAccountAccessRole']);
    stacks = await synthesize(chain);
    await initStacks(chain, stacks);
    await applyStacks(chain, stacks);
    reports = await writeReports(chain.clients, chain.organization, dayOne);
    onDayOne = await expectedRows(chain);
    await registerReports(chain);
    await registerAssets(chain);
    await letADayPass(chain, dayTwo);
    reports.push(...(await writeReports(chain.clients, chain.organization, dayTwo)));
    onDayTwo = await expectedRows(chain);
    await registerReports(chain);
    await registerAssets(chain);
  });

  afterAll(async () => {
    const { endpoint } = chain.emulator;
    await chain.gateway.stop();
    await chain.emulator.stop();
    expect(await emulatorAt(endpoint)).toBeUndefined();
  });

  const query = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await orgs3(chain, ['query', '--engine', 'duckdb', '--format', 'json', ...args])).stdout);

  const columns =
    'bucketname, key, size, storage_class, encryption_status, e_tag, is_multipart_uploaded, last_modified_date';

  it('makes a stack of each kind for every account and Region', () => {
    const accounts = chain.organization.accounts.map(({ id }) => id);

    expect(stacks).toEqual(
      [
        ...accounts.map((account) => `access-${account}`),
        ...accounts.map((account) => `source-${account}`),
        'collector-eu-west-1',
        'collector-us-east-1',
        'register',
      ].sort(),
    );
  });

  it('finds nothing to change when any stack is planned again', async () => {
    const plans = await eachStack(stacks, chain.terraform.plan);

    expect([...plans].filter(([, { changes }]) => changes).map(([stack, { text }]) => `${stack}:\n${text}`)).toEqual(
      [],
    );
  });

  it('writes the same Terraform again after another discovery, now through the deployed role', async () => {
    const folders = () => readdirSync(join(paths.synthesized, 'stacks')).sort();
    const written = () =>
      folders().map((stack) => readFileSync(join(paths.synthesized, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    const before = written();

    await orgs3(chain, ['discover']);
    await synthesize(chain);

    expect(written()).toEqual(before);
  });

  it('puts the configured inventory configuration on every bucket', async () => {
    for (const { account, region, name: Bucket } of bucketsOf(chain.organization)) {
      const request = new GetBucketInventoryConfigurationCommand({ Bucket, Id: CONFIGURATION_ID });
      const { InventoryConfiguration } = await chain.clients.s3({ account, region }).send(request);

      expect(InventoryConfiguration).toMatchObject({
        IsEnabled: true,
        IncludedObjectVersions: 'Current',
        Schedule: { Frequency: 'Daily' },
        Destination: {
          S3BucketDestination: {
            Bucket: `arn:aws:s3:::${destinationBucketName(region, chain.organization.destinationAccount)}`,
            Prefix: `inventory/${account}`,
            Format: 'Parquet',
          },
        },
      });
    }
  });

  it('registers every report once, at its own symlink folder', async () => {
    const history = await partitionsOf(chain, HISTORY_TABLE);

    expect(history.map(({ values }) => values.join(' ')).sort()).toEqual(
      bucketsOf(chain.organization)
        .flatMap(({ name }) => [`${name} ${dt(dayOne)}`, `${name} ${dt(dayTwo)}`])
        .sort(),
    );
    expect(history.map(({ location }) => location).sort()).toEqual(
      reports
        .map(({ destinationBucket, manifestKey }) => {
          const [folder, stamp = ''] = manifestKey.replace('/manifest.json', '').split(/\/(?=[^/]+$)/);
          return `s3://${destinationBucket}/${folder}/hive/dt=${stamp.replace('T', '-').replace('Z', '')}/`;
        })
        .sort(),
    );
  });

  it('points the current state of every bucket to its newest report', async () => {
    const latest = await partitionsOf(chain, LATEST_TABLE);

    expect(latest.map(({ values }) => values.join(' ')).sort()).toEqual(
      bucketsOf(chain.organization)
        .map(({ name }) => name)
        .sort(),
    );
    expect(latest.filter(({ location }) => !location.endsWith(`/hive/dt=${dt(dayTwo)}/`))).toEqual([]);
  });

  it('returns exactly the objects that the buckets hold now', async () => {
    const rows = (await query('--sql', `SELECT ${columns} FROM inventory_latest`)) as ExpectedRow[];

    expect(rows.sort(byPlace)).toEqual(onDayTwo);
  });

  it('returns the objects that the buckets held the day before', async () => {
    const sql = `SELECT ${columns} FROM inventory WHERE dt = '${dt(dayOne)}'`;
    const rows = (await query('--sql', sql)) as ExpectedRow[];

    expect(rows.sort(byPlace)).toEqual(onDayOne);
    expect(onDayOne).not.toEqual(onDayTwo);
  });

  it('returns every odd key exactly as the S3 API lists it', async () => {
    const { account, region, name } = bucketNamed(chain, 'shop-development-odd-keys');
    const sql = `SELECT key, size, storage_class FROM inventory_latest WHERE bucketname = '${name}'`;
    const rows = (await query('--region', region, '--sql', sql)) as { key: string }[];

    expect(rows.map(({ key }) => key).sort()).toEqual([...ODD_KEYS].sort());
    expect(rows.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(await listedByS3(chain, account, region, name));
  });

  it('finds exactly one object for each odd key', async () => {
    for (const key of ODD_KEYS) {
      const sql = `SELECT key FROM inventory_latest WHERE bucketname = 'shop-development-odd-keys' AND key = '${key.replaceAll("'", "''")}'`;
      expect(await query('--region', 'eu-west-1', '--sql', sql)).toEqual([{ key }]);
    }
  });

  it('returns the objects of all Regions and accounts from the asset register in one query', async () => {
    const sql = `SELECT region, bucket AS ${columns} FROM asset_register_latest`;
    const rows = (await query('--register', '--sql', sql)) as ExpectedRow[];

    expect(rows.sort(byPlace)).toEqual(onDayTwo);
    const places = bucketsOf(chain.organization).map(({ account, region, name }) => `${account} ${region} ${name}`);
    const distinct = "SELECT DISTINCT concat_ws(' ', account, region, bucket) AS place FROM asset_register_latest";
    const found = (await query('--register', '--sql', distinct)) as { place: string }[];
    expect(found.map(({ place }) => place).sort()).toEqual(
      places.filter((place) => onDayTwo.some(({ bucketname }) => place.endsWith(` ${bucketname}`))).sort(),
    );
  });

  it('returns the objects of the day before from the asset register', async () => {
    const day = dayOne.toISOString().slice(0, 10);
    const sql = `SELECT region, bucket AS ${columns} FROM asset_register WHERE dt = '${day}'`;
    const rows = (await query('--register', '--sql', sql)) as ExpectedRow[];

    expect(rows.sort(byPlace)).toEqual(onDayOne);
  });

  it('adds up the results of a saved query over both Regions', async () => {
    const sums = new Map<string, number>();
    for (const row of onDayTwo) sums.set(row.storage_class, (sums.get(row.storage_class) ?? 0) + row.size);
    const rows = (await query('--saved', 'storage-by-class')) as { storage_class: string; bytes: number | string }[];

    expect(new Map(rows.map(({ storage_class, bytes }) => [storage_class, Number(bytes)]))).toEqual(sums);
  });

  it('lets an auditor discover, check for drift and see the age of the reports', async () => {
    const auditing = as(chain, 'auditor');

    expect((await orgs3(auditing, ['discover'])).stdout).toMatch(/in scope 4, read 4\./);
    expect((await orgs3(auditing, ['drift'])).stderr).toContain('in 10 buckets');
    expect((await orgs3(auditing, ['status', '--check-files'])).stdout).toContain('012345678901');
  });

  it('shows the account of each bucket after an operator has published the table buckets', async () => {
    await orgs3(chain, ['publish']);

    const sql = 'SELECT DISTINCT account_name FROM buckets WHERE inventoried ORDER BY 1';
    expect(await query('--region', 'us-east-1', '--sql', sql)).toEqual(
      ['analytics', 'shop'].map((account_name) => ({ account_name })),
    );
  });

  it('lets a reader query with Athena', async () => {
    const question = ['--engine', 'athena', '--region', 'eu-west-1', '--sql', 'SELECT 1'];
    const { stderr } = await orgs3(chain, ['query', ...question]);

    expect(stderr).toContain('eu-west-1: scanned 0 B');
  });

  describe('when somebody changes a configuration by hand', () => {
    const stack = 'source-123456789012';
    const bucket = 'shop-development-scratch';

    it('shows the bucket and the changed field as drift, and apply repairs it', async () => {
      await changeByHand(chain, bucket, CONFIGURATION_ID);
      const { changes, text } = await chain.terraform.plan(stack);

      expect(changes).toBe(true);
      expect(plannedChanges(text)).toContain(bucket);
      expect(plannedChanges(text)).toMatch(/~ frequency = "Weekly" -> "Daily"/);
      expect(text).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');

      await chain.terraform.apply(stack);
      const { account, region } = bucketNamed(chain, bucket);
      const request = new GetBucketInventoryConfigurationCommand({ Bucket: bucket, Id: CONFIGURATION_ID });
      const repaired = await chain.clients.s3({ account, region }).send(request);

      expect(repaired.InventoryConfiguration?.Schedule?.Frequency).toBe('Daily');
    });
  });

  describe('when the asset register changes its mode', () => {
    const current = async () =>
      (await query(
        '--register',
        '--sql',
        `SELECT region, bucket AS ${columns} FROM asset_register_latest`,
      )) as ExpectedRow[];
    const onTheDayBefore = async () =>
      (await query(
        '--register',
        '--sql',
        `SELECT region, bucket AS ${columns} FROM asset_register WHERE dt = '${dayOne.toISOString().slice(0, 10)}'`,
      )) as ExpectedRow[];
    const shown = async () => [
      ...(await assetRegisterPartitions(chain, ASSET_TABLE)),
      ...(await assetRegisterPartitions(chain, ASSET_LATEST_TABLE)),
    ];
    const answersAsBefore = async () => {
      expect((await current()).sort(byPlace)).toEqual(onDayTwo);
      expect((await onTheDayBefore()).sort(byPlace)).toEqual(onDayOne);
    };
    let whereTheyLay: Awaited<ReturnType<typeof shown>>;

    it('to copy: the pass of the deployed Lambda copies all reports, and all results stay the same', async () => {
      whereTheyLay = await shown();
      await changeAssetRegisterMode(chain, 'copy');

      const { homeRegion, destinationAccount } = chain.organization;
      const copies = `s3://${assetCopiesBucketName(homeRegion, destinationAccount)}/reports/`;
      const after = await shown();
      expect(after.map(({ values }) => values)).toEqual(whereTheyLay.map(({ values }) => values));
      expect(after.filter(({ location }) => !location.startsWith(copies))).toEqual([]);
      await answersAsBefore();
      expect((await chain.terraform.plan('register')).changes).toBe(false);
    });

    it('in mode copy: the event of a new report makes a copy, which the tables show', async () => {
      const name = 'shop-access-logs';
      const scan = new Date(dayTwo.getTime() + 3_600_000);
      await writeReports(chain.clients, withOneBucket(chain.organization, name), scan);
      await registerReports(chain);
      expect(await registerAssets(chain)).toMatchObject({ succeeded: 1, failed: 0 });

      const latest = await assetRegisterPartitions(chain, ASSET_LATEST_TABLE);
      expect(latest.find(({ values }) => values.endsWith(` ${name}`))?.location).toContain(`/${name}/dt=${dt(scan)}/`);
      await answersAsBefore();
    });

    it('back to reference: the tables show the delivered reports, with the same results', async () => {
      await changeAssetRegisterMode(chain, 'reference');

      const after = await shown();
      expect(after.filter(({ location }) => location.includes('s3inventory-register-'))).toEqual([]);
      expect(after.map(({ values }) => values)).toEqual(whereTheyLay.map(({ values }) => values));
      await answersAsBefore();
      expect((await chain.terraform.plan('register')).changes).toBe(false);
    });
  });

  describe('when a report or a message is bad', () => {
    const region = 'eu-west-1';
    const partitions = async () =>
      [...(await partitionsOf(chain, HISTORY_TABLE)), ...(await partitionsOf(chain, LATEST_TABLE))].map((partition) =>
        JSON.stringify(partition),
      );
    const queueUrl = async (QueueName: string) =>
      (await chain.clients.sqs({ region }).send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
    const deadLetters = async () => {
      const request = { QueueUrl: await queueUrl(REGISTER_DEAD_LETTER_QUEUE), MaxNumberOfMessages: 10 };
      const { Messages = [] } = await chain.clients.sqs({ region }).send(new ReceiveMessageCommand(request));
      return Messages.map(({ Body = '' }) => Body);
    };

    it('never registers a report with a wrong checksum, and parks its message after the last retry', async () => {
      const before = await partitions();
      const [report] = reports;
      const { destinationBucket: Bucket = '', manifestKey = '' } = report ?? {};
      const s3 = chain.clients.s3({ region });
      const { Body: manifest } = await s3.send(new GetObjectCommand({ Bucket, Key: manifestKey }));
      const later = manifestKey.replace(/[^/]+\/manifest\.json$/, '2031-01-01T01-00Z/manifest.json');
      const wrong = createHash('md5').update('something else').digest('hex');
      await s3.send(new PutObjectCommand({ Bucket, Key: later, Body: (await manifest?.transformToString()) ?? '' }));
      await s3.send(new PutObjectCommand({ Bucket, Key: later.replace(/json$/, 'checksum'), Body: wrong }));

      const drained = (await registerReports(chain)).get(region);

      expect(drained).toMatchObject({ succeeded: 0 });
      expect(drained?.failed).toBeGreaterThan(1);
      expect(await partitions()).toEqual(before);
      const listed = await orgs3(chain, ['dead-letters', 'list', '--format', 'json'], [2]);
      expect(JSON.parse(listed.stdout)).toMatchObject({
        deadLetters: [
          {
            region,
            about: [{ kind: 'refused', dt: '2031-01-01-01-00', reason: expect.stringContaining(wrong) as string }],
          },
        ],
      });
      expect((await deadLetters()).join()).toContain('2031-01-01T01-00Z/manifest.checksum');
      expect(readFileSync(join(paths.logs, `s3inventory-register-report-${region}.log`), 'utf8')).toContain(wrong);
    });

    it('also lists it among the dead letters of the asset register, whose queue has the same topic', async () => {
      const shown = () => assetRegisterPartitions(chain, ASSET_TABLE);
      const before = await shown();

      expect(await registerAssets(chain)).toMatchObject({ succeeded: 0 });

      expect(await shown()).toEqual(before);
      const listed = await orgs3(chain, ['dead-letters', 'list', '--register', '--format', 'json'], [2]);
      const about = {
        kind: 'refused',
        region,
        dt: '2031-01-01-01-00',
        reason: expect.stringContaining('MD5') as string,
      };
      expect(JSON.parse(listed.stdout)).toMatchObject({ deadLetters: [{ region, about: [about] }], failures: [] });
    });

    it('ignores events about other objects, and the test event of S3', async () => {
      const before = await partitions();
      const bucket = destinationBucketName(region, chain.organization.destinationAccount);
      const record = (key: string) => ({
        eventVersion: '2.1',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: bucket }, object: { key } },
      });
      const QueueUrl = await queueUrl(REGISTER_QUEUE);
      for (const body of [
        { Records: [record('inventory/012345678901/shop-orders/organization-inventory/data/part.parquet')] },
        { Records: [record('somewhere/else/manifest.checksum')] },
        { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket },
      ]) {
        await chain.clients
          .sqs({ region })
          .send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
      }

      expect((await registerReports(chain)).get(region)).toMatchObject({ succeeded: 3, failed: 0 });
      expect(await partitions()).toEqual(before);
    });

    it('changes nothing when the event of every report comes again', async () => {
      const before = await partitions();
      const QueueUrl = await queueUrl(REGISTER_QUEUE);
      for (const { destinationBucket, manifestKey } of reports.filter((r) => r.destinationBucket.includes(region))) {
        const key = manifestKey.replace(/json$/, 'checksum');
        const Records = [
          {
            eventVersion: '2.1',
            eventName: 'ObjectCreated:Put',
            s3: { bucket: { name: destinationBucket }, object: { key } },
          },
        ];
        const MessageBody = JSON.stringify({ Records });
        await chain.clients.sqs({ region }).send(new SendMessageCommand({ QueueUrl, MessageBody }));
      }

      expect((await registerReports(chain)).get(region)).toMatchObject({ succeeded: 12, failed: 0 });
      expect(await partitions()).toEqual(before);
    });
  });

  describe('when the event of a report is lost', () => {
    const region = 'eu-west-1';

    /** Delivers a bucket's newest report again, with the scan time `time` and files two hours old. No event is sent. */
    async function deliverUnheard(time: string): Promise<{ bucket: string; dt: string }> {
      const report = reports.findLast(({ destinationBucket }) => destinationBucket.includes(region));
      const { destinationBucket: Bucket = '', manifestKey = '', sourceBucket: bucket = '' } = report ?? {};
      const s3 = chain.clients.s3({ region });
      const read = await s3.send(new GetObjectCommand({ Bucket, Key: manifestKey }));
      const manifest = (await read.Body?.transformToString()) ?? '';
      const stamp = `${dayTwo.toISOString().slice(0, 10)}T${time}Z`;
      const later = manifestKey.replace(/[^/]+\/manifest\.json$/, `${stamp}/manifest.json`);
      const md5 = createHash('md5').update(manifest).digest('hex');
      await s3.send(new PutObjectCommand({ Bucket, Key: later, Body: manifest }));
      await s3.send(new PutObjectCommand({ Bucket, Key: later.replace(/json$/, 'checksum'), Body: `${md5}\n` }));
      const { files } = JSON.parse(manifest) as { files: { key: string }[] };
      const symlink = manifestKey.replace(
        /[^/]+\/manifest\.json$/,
        `hive/dt=${stamp.replace('T', '-').replace('Z', '')}/symlink.txt`,
      );
      const Body = files.map(({ key }) => `s3://${Bucket}/${key}\n`).join('');
      await s3.send(new PutObjectCommand({ Bucket, Key: symlink, Body }));
      const sqs = chain.clients.sqs({ region });
      for (const QueueName of [REGISTER_QUEUE, ASSET_QUEUE]) {
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
        await sqs.send(new PurgeQueueCommand({ QueueUrl }));
      }
      const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
      await backdateObjects(chain.clients.endpoint, Bucket, later.replace(/manifest\.json$/, ''), twoHoursAgo);
      return { bucket, dt: stamp.replace('T', '-').replace('Z', '') };
    }

    const reconcile = async () => {
      const instance = await startFunction(chain.clients, {
        region,
        name: RECONCILE_FUNCTION,
        folder: join(paths.functions, RECONCILE_FUNCTION),
        log: join(paths.logs, `${RECONCILE_FUNCTION}-${region}.log`),
      });
      try {
        await instance.invoke({});
      } finally {
        instance.stop();
      }
    };
    /** Runs `orgs3 reconcile`, which has to end with one of these exit codes; returns its output line by line. */
    const reconciled = async (codes: readonly number[], ...args: readonly string[]) =>
      (await orgs3(chain, ['reconcile', '--format', 'json', ...args], codes)).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const shownIn = async (table: string, bucket: string) =>
      (await partitionsOf(chain, table)).filter(({ values }) => values[0] === bucket).map(({ location }) => location);

    it('the next pass of the deployed Lambda registers it, and the current state shows it', async () => {
      const lost = await deliverUnheard('02-00');
      expect(await shownIn(LATEST_TABLE, lost.bucket)).not.toEqual([expect.stringContaining(`dt=${lost.dt}/`)]);

      await reconcile();

      expect(await shownIn(LATEST_TABLE, lost.bucket)).toEqual([expect.stringContaining(`dt=${lost.dt}/`)]);
      expect(await shownIn(HISTORY_TABLE, lost.bucket)).toContainEqual(expect.stringContaining(`dt=${lost.dt}/`));
      const log = readFileSync(join(paths.logs, `${RECONCILE_FUNCTION}-${region}.log`), 'utf8');
      expect(log).toContain('"message":"lost report registered"');
      expect(log).toContain('"message":"pass complete"');
    });

    it('"orgs3 reconcile" lists it in a dry run, then registers it, and then finds nothing more', async () => {
      const lost = await deliverUnheard('03-00');
      const wanted = { region, kind: 'recovered', bucket: lost.bucket, dt: lost.dt };
      const here = ['--region', region];

      expect(await reconciled([2], ...here, '--dry-run')).toContainEqual(expect.objectContaining(wanted));
      expect(await shownIn(HISTORY_TABLE, lost.bucket)).not.toContainEqual(expect.stringContaining(`dt=${lost.dt}/`));

      expect(await reconciled([0], ...here)).toContainEqual(expect.objectContaining(wanted));
      expect(await shownIn(LATEST_TABLE, lost.bucket)).toEqual([expect.stringContaining(`dt=${lost.dt}/`)]);

      expect((await reconciled([0], ...here)).map(({ kind }) => kind)).toEqual(['totals']);
    });

    it('"orgs3 reconcile --register" does the same for the asset register, over all Regions', async () => {
      const lost = await deliverUnheard('04-00');
      const wanted = { region, kind: 'recovered', bucket: lost.bucket, dt: lost.dt };
      const shown = async () =>
        (await assetRegisterPartitions(chain, ASSET_LATEST_TABLE))
          .filter(({ values }) => values.endsWith(` ${lost.bucket}`))
          .map(({ location }) => location);
      const before = await shown();

      expect(await reconciled([2], '--register', '--dry-run')).toContainEqual(expect.objectContaining(wanted));
      expect(await shown()).toEqual(before);

      expect(await reconciled([0], '--register')).toContainEqual(expect.objectContaining(wanted));
      expect(await shown()).toEqual([expect.stringContaining(`dt=${lost.dt}/`)]);

      expect((await reconciled([0], '--register')).map(({ kind }) => kind)).toEqual(['totals', 'totals']);
    });

    it('makes no second pass on the same day', async () => {
      await reconcile();

      const log = readFileSync(join(paths.logs, `${RECONCILE_FUNCTION}-${region}.log`), 'utf8')
        .trim()
        .split('\n');
      expect(log.at(-1)).toContain('"message":"nothing to reconcile yet"');
    });
  });

  describe('when a bucket changes to reports in CSV', () => {
    const name = 'shop-development-odd-keys';

    it('returns every odd key unchanged from the CSV table and from the view over both formats', async () => {
      const bucket = bucketNamed(chain, name);
      const s3 = chain.clients.s3({ account: bucket.account, region: bucket.region });
      const place = { Bucket: name, Id: CONFIGURATION_ID };
      const { InventoryConfiguration } = await s3.send(new GetBucketInventoryConfigurationCommand(place));
      const destination = InventoryConfiguration?.Destination?.S3BucketDestination;
      if (InventoryConfiguration === undefined || destination === undefined) throw new Error('it is not configured');
      const inCsv = {
        ...InventoryConfiguration,
        Destination: { S3BucketDestination: { ...destination, Format: 'CSV' as const } },
      };
      await s3.send(new PutBucketInventoryConfigurationCommand({ ...place, InventoryConfiguration: inCsv }));
      const scan = new Date(dayTwo.getTime() + 2 * 3_600_000);
      await writeReports(chain.clients, withOneBucket(chain.organization, name), scan);
      expect((await registerReports(chain)).get(bucket.region)).toMatchObject({ succeeded: 1, failed: 0 });

      const own = (await query(
        '--region',
        bucket.region,
        '--sql',
        'SELECT url_decode(key) AS key FROM inventory_latest_csv',
      )) as {
        key: string;
      }[];
      const joined = (await query(
        ...['--region', bucket.region],
        ...[
          '--sql',
          `SELECT key, size, last_modified_date FROM inventory_all WHERE bucketname = '${name}' AND dt = '${dt(scan)}'`,
        ],
      )) as ExpectedRow[];
      const expected = onDayTwo.filter(({ bucketname }) => bucketname === name);

      expect(own.map(({ key }) => key).sort()).toEqual([...ODD_KEYS].sort());
      expect(joined.sort(byPlace)).toEqual(
        expected.map(({ key, size, last_modified_date }) => ({ key, size, last_modified_date })),
      );
    });

    it('keeps one current state of the bucket after a reconciliation, in the table of its newest report', async () => {
      const { region } = bucketNamed(chain, name);
      await orgs3(chain, ['reconcile', '--region', region]);

      const shown = (table: string) =>
        query('--region', region, '--sql', `SELECT bucketname FROM "${table}$partitions" WHERE bucketname = '${name}'`);
      expect(await shown('inventory_latest')).toEqual([]);
      expect(await shown('inventory_latest_csv')).toEqual([{ bucketname: name }]);
    });
  });

  describe('when a permission is taken out of a policy', () => {
    const without = async (who: string, action: string, work: () => Promise<unknown>) => {
      chain.gateway.withhold(who, new Set([action]));
      try {
        // Terraform breaks long lines.
        await expect(work()).rejects.toThrow(new RegExp(`perform:\\s+${action}\\s+on\\s+resource:\\s+arn:aws:`));
      } finally {
        chain.gateway.giveBack();
      }
    };

    it.each([
      ['deployer', 'lambda:GetFunction', 'register'],
      ['deployer', 'sts:AssumeRole', 'source-222233334444'],
      ['OrgS3role', 's3:GetInventoryConfiguration', 'source-222233334444'],
    ])('%s, %s: the plan of %s fails and names it', async (who, action, stack) => {
      await without(who, action, () => chain.terraform.plan(stack));
      expect((await chain.terraform.plan(stack)).changes).toBe(false);
    });

    it('of the source role to list buckets: discovery fails and names it', async () => {
      chain.gateway.withhold('OrgS3role', new Set(['s3:ListAllMyBuckets']));
      const { stderr } = await orgs3(chain, ['discover'], [1]).finally(() => chain.gateway.giveBack());

      expect(stderr).toContain('perform: s3:ListAllMyBuckets');
      await orgs3(chain, ['discover']);
    });

    it('of register-report to read manifests: no report is registered, and the log names it', async () => {
      const region = 'us-east-1';
      const role = registerRoleName(region);
      const name = 'analytics-raw';
      await writeReports(
        chain.clients,
        withOneBucket(chain.organization, name),
        new Date(dayTwo.getTime() + 3 * 3_600_000),
      );
      const before = await partitionsOf(chain, HISTORY_TABLE);
      chain.gateway.withhold(role, new Set(['s3:GetObject']));
      const drained = await registerReports(chain).finally(() => chain.gateway.giveBack());

      expect(drained.get(region)).toMatchObject({ succeeded: 0 });
      expect(await partitionsOf(chain, HISTORY_TABLE)).toEqual(before);
      const log = readFileSync(join(paths.logs, `${REGISTER_FUNCTION}-${region}.log`), 'utf8');
      expect(log).toContain('perform: s3:GetObject on resource: arn:aws:s3:::s3inventory-us-east-1-444455556666/');
    });
  });

  it('refuses to change an inventory configuration with the credentials of a drift check', async () => {
    const bucket = 'analytics-raw';
    const { account, region } = bucketNamed(chain, bucket);
    const where = { region, endpoint: chain.gateway.endpoint };
    const { roleName, externalId } = readConfig(paths.config).access;
    const deployer = { accessKeyId: KEYS.deployer, secretAccessKey: 'test' };
    const sts = new STSClient(clientOptions({ ...where, credentials: deployer }));
    const policy = readingSessionPolicy(region);
    const credentials = accountCredentials({ ...where, account, roleName, externalId, policy, sts });
    const s3 = new S3Client({ ...clientOptions({ ...where, credentials }), forcePathStyle: true });
    const request = { Bucket: bucket, Id: CONFIGURATION_ID };

    await expect(s3.send(new DeleteBucketInventoryConfigurationCommand(request))).rejects.toThrow(
      `perform: s3:PutInventoryConfiguration on resource: arn:aws:s3:::${bucket} because no session policy allows`,
    );
    const { InventoryConfiguration } = await s3.send(new GetBucketInventoryConfigurationCommand(request));
    expect(InventoryConfiguration?.IsEnabled).toBe(true);
  });

  it('refuses no other call: the deployed policies are sufficient', () => {
    const refused = chain.gateway.uses().filter((use) => use.refused > 0 && use.action !== 'iam:GetUser');

    expect(refused.map(({ who, action }) => `${who} ${action}`)).toEqual([
      'OrgS3role s3:GetInventoryConfiguration',
      'OrgS3role s3:ListAllMyBuckets',
      'OrgS3role s3:PutInventoryConfiguration',
      'deployer lambda:GetFunction',
      'deployer sts:AssumeRole',
      's3inventory-register-report-us-east-1 s3:GetObject',
    ]);
  });

  describe('when a bucket is deleted between discovery and apply', () => {
    it('names the bucket, and configures the others', async () => {
      const account = '123456789012';
      const region = 'eu-west-1';
      const s3 = chain.clients.s3({ account, region });
      const location = { CreateBucketConfiguration: { LocationConstraint: region } } as const;
      for (const Bucket of ['shop-development-new', 'shop-development-vanished']) {
        await s3.send(new CreateBucketCommand({ Bucket, ...location }));
      }
      await orgs3(chain, ['discover']);
      await synthesize(chain);
      await chain.terraform.init(`source-${account}`);
      await s3.send(new DeleteBucketCommand({ Bucket: 'shop-development-vanished' }));

      await expect(chain.terraform.apply(`source-${account}`)).rejects.toMatchObject({
        stackName: `source-${account}`,
        message: expect.stringMatching(/shop-development-vanished[^]*NoSuchBucket/) as string,
      });
      const request = { Bucket: 'shop-development-new', Id: CONFIGURATION_ID };
      const configured = await s3.send(new GetBucketInventoryConfigurationCommand(request));
      expect(configured.InventoryConfiguration?.IsEnabled).toBe(true);
    });
  });
});

describe('on a machine that is not ready, the sandbox', () => {
  const elsewhere = sandboxPaths(join(ROOT, '.sandbox', 'e2e-not-ready'));
  const begin = (port?: number) => startChain({ paths: elsewhere, organization: DEMO_ORGANIZATION, port });
  const path = process.env['PATH'];
  afterEach(() => (process.env['PATH'] = path));

  it('says what to install if Terraform is not on PATH, and starts nothing', async () => {
    process.env['PATH'] = '/nonexistent';
    const port = await claimPort();

    await expect(begin(port)).rejects.toMatchObject({
      message: expect.stringContaining('no Terraform on PATH') as string,
      next: expect.stringContaining('Install Terraform') as string,
    });
    expect(await emulatorAt(`http://${HOST}:${port}`)).toBeUndefined();
  });

  it('names the port that is in use, and says how to choose another', async () => {
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(0, HOST, () => resolve(listening));
    });
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;

    await expect(begin(port)).rejects.toMatchObject({
      message: expect.stringContaining(`Port ${port} of ${HOST} cannot be used`) as string,
      next: expect.stringContaining('--port') as string,
    });
    server.close();
  });
});
