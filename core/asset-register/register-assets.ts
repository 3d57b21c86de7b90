import pMap from 'p-map';
import type { Catalog } from '../catalog/catalog';
import type { Outcome } from '../catalog/outcome';
import { registerKeys } from '../catalog/register-keys';
import { ASSET_TABLES } from '../catalog/tables';
import { Orgs3Error } from '../errors';
import type { ReportFiles, VerifiedReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { assetRegisterView } from './asset-register-view';

/** The calls that registering in the asset register makes. */
export interface AssetRegisterSteps {
  readonly catalog: Catalog;
  /** The folder of the asset register's tables; ends in `/`. */
  readonly location: string;
  /** Reads a report's two control files. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Copies a report's files, and returns the report with its new location. Default: the files stay where they are. */
  readonly place?: ((report: VerifiedReport) => Promise<VerifiedReport>) | undefined;
  /** Finds newer complete reports that can have a better right to a report's partitions: see `rivals`. */
  readonly rivals: (key: ReportKey) => Promise<readonly ReportKey[]>;
}

/** Listings at the same time. */
const CONCURRENCY = 25;
/** Searches for newer reports, where each search has found newer ones. */
const ROUNDS = 4;

/**
 * Registers reports in the asset register, and returns one outcome per report. Never throws.
 *
 * Reports of one bucket and day share a partition, which shows the newest scan. Glue has no conditional update, so a slow invocation
 * can overwrite the partition of a faster one. After writing, an invocation therefore asks S3 for newer reports, and registers those
 * again. S3 is strongly consistent: the invocation that writes last sees every report that was registered before.
 *
 * Costs two `GetObject` and one `ListObjectsV2` per report, and the costs of `registerInCatalog`.
 */
export async function registerAssets(
  steps: AssetRegisterSteps,
  keys: readonly ReportKey[],
): Promise<ReadonlyMap<ReportKey, Outcome>> {
  const outcomes = await register(steps, keys);
  // Rivals by key, with the reports that led to them: if a rival fails, these reports fail, too.
  let open = new Map(keys.filter((key) => isDone(outcomes.get(key))).map((key) => [key, [key]]));
  for (let round = 0; round < ROUNDS && open.size > 0; round += 1) open = await settle(steps, open, outcomes);
  for (const led of open.values()) for (const key of led) outcomes.set(key, { status: 'failed', error: outrun(key) });
  return outcomes;
}

/** Registers the rivals of reports. Returns the registered rivals, each with the reports that led to it. */
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

function register({ place, ...steps }: AssetRegisterSteps, keys: readonly ReportKey[]) {
  const view =
    place === undefined ? assetRegisterView : async (report: VerifiedReport) => assetRegisterView(await place(report));
  return registerKeys({ ...steps, tables: ASSET_TABLES, view }, keys);
}

const isDone = (outcome: Outcome | undefined) => outcome?.status === 'registered' || outcome?.status === 'unchanged';

const outrun = ({ bucket, account }: ReportKey) =>
  new Orgs3Error(`Newer reports of bucket ${bucket} of account ${account} arrived during each of ${ROUNDS} attempts`);
