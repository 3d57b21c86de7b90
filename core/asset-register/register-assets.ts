import pMap from 'p-map';
import type { Catalog } from '../catalog/catalog';
import { keepNewest } from '../catalog/newest-only';
import type { Outcome } from '../catalog/outcome';
import { partitionValues } from '../catalog/partitions';
import { registerKeys } from '../catalog/register-keys';
import { ASSET_TABLES } from '../catalog/tables';
import { readTablesInUse } from '../catalog/tables-in-use';
import { Orgs3Error } from '../errors';
import { type FileCheck, refuseDamaged } from '../report/data-files';
import type { ReportFiles, VerifiedReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { assetRegisterView } from './asset-register-view';

/** The catalog of the asset register, and the calls about reports. */
export interface AssetRegisterSteps {
  readonly catalog: Catalog;
  /** A folder of the register's own, for its tables; ends in `/`. */
  readonly location: string;
  /** A report's two control files. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Brings a report's files to where the register shows them, and says where that is; they stay where they are, where nothing is given. */
  readonly place?: ((report: VerifiedReport, check?: FileCheck) => Promise<VerifiedReport>) | undefined;
  /** Complete reports that S3 holds now and that may have a better right to a report's partitions: see `rivals`. */
  readonly rivals: (key: ReportKey) => Promise<readonly ReportKey[]>;
  /** Epoch milliseconds: a report whose scan began earlier has expired, and is left alone. Default: none has. */
  readonly expiredBefore?: (() => number) | undefined;
}

/** Listings under way at once. */
const CONCURRENCY = 25;
/** Number of times that newer reports are looked for. */
const ROUNDS = 4;

/**
 * Brings the register to where it shows all of the reports, and says of each what became of it. Nothing is thrown.
 *
 * Reports of one bucket and day share a partition, where the newest scan wins, and Glue has no conditional update: a slow
 * invocation can overwrite what a faster one wrote meanwhile. So whoever has written asks S3 for newer reports afterwards, and
 * registers those again. S3 is strongly consistent: whoever writes last sees every report that was registered before.
 *
 * Costs two `GetObject` and one `ListObjectsV2` per report, and what `registerInCatalog` costs.
 *
 * @param check asked about each report that stays where it is or that has to be copied; one that is not whole is refused. Default:
 * none is asked about, as the files of a report are there when its event comes
 */
export async function registerAssets(
  { place, ...others }: AssetRegisterSteps,
  keys: readonly ReportKey[],
  check?: FileCheck,
): Promise<ReadonlyMap<ReportKey, Outcome>> {
  const steps = { ...others, place: placeOf(place, check) };
  const outcomes = await register(steps, keys);
  // Whose place a key is looked after for: a rival that fails, fails for the reports that led to it.
  let open = new Map(keys.filter((key) => isDone(outcomes.get(key))).map((key) => [key, [key]]));
  for (let round = 0; round < ROUNDS && open.size > 0; round += 1) open = await settle(steps, open, outcomes);
  for (const led of open.values()) for (const key of led) outcomes.set(key, { status: 'failed', error: outrun(key) });
  return outcomes;
}

function placeOf(place: AssetRegisterSteps['place'], check: FileCheck | undefined): AssetRegisterSteps['place'] {
  if (check === undefined) return place;
  if (place !== undefined) return (report) => place(report, check);
  return async (report) => {
    await refuseDamaged(report, check);
    return report;
  };
}

/** Registers the rivals of reports; returns them, with the reports that led to each. */
async function settle(
  steps: AssetRegisterSteps,
  open: ReadonlyMap<ReportKey, ReportKey[]>,
  outcomes: Map<ReportKey, Outcome>,
): Promise<Map<ReportKey, ReportKey[]>> {
  const found = new Map<string, { key: ReportKey; led: ReportKey[] }>();
  await pMap(
    open,
    async ([key, led]) => {
      try {
        for (const rival of await steps.rivals(key)) {
          const known = found.get(rival.manifestKey) ?? { key: rival, led: [] };
          known.led.push(...led);
          found.set(rival.manifestKey, known);
        }
      } catch (error) {
        for (const each of led) outcomes.set(each, { status: 'failed', error });
      }
    },
    { concurrency: CONCURRENCY },
  );
  const here = new Set([...open.keys()].map(({ manifestKey }) => manifestKey));
  const newer = [...found.values()].filter(({ key }) => !here.has(key.manifestKey));
  const registered = await register(
    steps,
    newer.map(({ key }) => key),
  );
  for (const { key, led } of newer) {
    const outcome = registered.get(key);
    if (outcome?.status === 'failed') for (const each of led) outcomes.set(each, outcome);
  }
  return new Map(
    newer.filter(({ key }) => isDone(registered.get(key))).map(({ key, led }) => [key, [...new Set(led)]]),
  );
}

async function register({ place, ...steps }: AssetRegisterSteps, keys: readonly ReportKey[]) {
  const view =
    place === undefined ? assetRegisterView : async (report: VerifiedReport) => assetRegisterView(await place(report));
  const outcomes = await registerKeys({ ...steps, tables: ASSET_TABLES, view }, keys);
  const done = keys.filter((key) => isDone(outcomes.get(key)));
  try {
    await showOnce(steps.catalog, done);
  } catch (error) {
    for (const key of done) outcomes.set(key, { status: 'failed', error });
  }
  return outcomes;
}

/** Drops what other tables show of the same places; whoever calls this looks for newer reports afterwards. */
async function showOnce(catalog: Catalog, keys: readonly ReportKey[]): Promise<void> {
  if (keys.length === 0) return;
  const tables = await readTablesInUse(catalog, ASSET_TABLES);
  for (const part of ['history', 'latest'] as const)
    await keepNewest(
      catalog,
      tables[part],
      keys.map((key) => partitionValues(ASSET_TABLES[part], key)),
    );
}

const isDone = (outcome: Outcome | undefined) => outcome?.status === 'registered' || outcome?.status === 'unchanged';

const outrun = ({ bucket, account }: ReportKey) =>
  new Orgs3Error(`Newer reports of bucket ${bucket} of account ${account} came at each of ${ROUNDS} looks`, {
    next: 'nothing: the message comes back by itself',
  });
