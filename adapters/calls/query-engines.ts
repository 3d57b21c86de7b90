import type { Config } from '../../core/config/schema';
import { type AskRegion, askRegions, type RegionReply } from '../../core/query/ask-regions';
import { ASSET_SET, type TableSet } from '../../core/query/table-set';
import { askAthena } from '../aws/athena';
import { catalogReader } from '../aws/catalog-reader';
import { everyReportReader, reportReader } from '../aws/report-data';
import { askDuckdb } from '../duckdb/duckdb';
import type { FetchProgress } from '../duckdb/fetch';

/** The engines that can run a query: Athena in AWS, DuckDB on this machine. */
export const ENGINES = ['athena', 'duckdb'] as const;
export type Engine = (typeof ENGINES)[number];

/** The tables of a query, and its engine. */
export interface QueryTarget {
  readonly config: Config;
  readonly set: TableSet;
  /** Default: Athena; DuckDB with an emulator. */
  readonly engine: Engine | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A query over several Regions, with one engine. */
export interface QueryCalls {
  /** The unit of progress: Regions or files. */
  readonly counted: string;
  /** Runs one statement in every Region. @throws RegionsFailedError where a Region does not answer */
  ask(
    regions: readonly string[],
    sql: string,
    onProgress: (done: number, total: number) => void,
  ): Promise<RegionReply[]>;
}

/** Queries Athena, or Glue and S3 for DuckDB, with the caller's own credentials in any Region. */
export function queryCalls({ engine, ...target }: QueryTarget): QueryCalls {
  const chosen = engine ?? (target.config.emulator === undefined ? 'athena' : 'duckdb');
  return chosen === 'athena'
    ? {
        counted: 'Regions answered',
        ask: (regions, sql, onProgress) =>
          askRegions(regions, sql, athena(target, counter(regions.length, onProgress))),
      }
    : {
        counted: 'files fetched',
        ask: (regions, sql, onProgress) => askRegions(regions, sql, duckdb(target, counter(0, onProgress))),
      };
}

type Target = Omit<QueryTarget, 'engine'>;

const accessTo = (region: string, { emulator }: Config) => ({ region, endpoint: emulator?.endpoint });

const athena =
  ({ config, set, signal }: Target, progress: FetchProgress): AskRegion =>
  async (region, sql) => {
    const reply = await askAthena(sql, { access: accessTo(region, config), signal, engine: set });
    progress.step();
    return reply;
  };

const duckdb =
  ({ config, set, signal }: Target, progress: FetchProgress): AskRegion =>
  (region, sql) => {
    const access = accessTo(region, config);
    const catalog = catalogReader({ ...access, database: set.database });
    const reports = set === ASSET_SET ? everyReportReader(access) : reportReader(access);
    return askDuckdb(sql, { region, catalog, reports, signal, set, progress });
  };

/** Adds up the progress of all Regions; DuckDB learns the number of files while it works. */
function counter(expected: number, onProgress: (done: number, total: number) => void): FetchProgress {
  let total = expected;
  let done = 0;
  return {
    expect: (more) => onProgress(done, (total += more)),
    step: () => onProgress((done += 1), total),
  };
}
