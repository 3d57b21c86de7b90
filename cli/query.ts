import { Option, type Command } from 'commander';
import { askAthena } from '../adapters/aws/athena';
import { readConfig } from '../adapters/files/config-file';
import { askDuckdb } from '../adapters/duckdb/duckdb';
import { checkMerge, mergeAnswer } from '../adapters/duckdb/merge';
import { catalogReader } from '../adapters/aws/catalog-reader';
import { readSavedQueries } from '../adapters/files/query-files';
import { everyReportReader, reportReader } from '../adapters/aws/report-data';
import { readSnapshot } from '../adapters/files/snapshot-files';
import type { Config } from '../core/config/schema';
import { selectBuckets } from '../core/organization/selection';
import { type Answer, joinAnswers } from '../core/query/answer';
import { type AskRegion, askRegions } from '../core/query/ask-regions';
import { pickQuestion } from '../core/query/pick-query';
import { describeRead, describeTotal } from '../core/query/read-report';
import { regionsToAsk } from '../core/query/regions';
import type { SavedQuery } from '../core/query/saved-query';
import { REGIONAL_SET, REGISTER_SET, type TableSet } from '../core/query/table-set';
import { requireRegister } from '../core/asset-register/configured-register';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { configOption, formatOption, organizationOption, type SnapshotArguments } from './options';
import { createProgress, type Progress } from './progress';
import { renderTabular, TABULAR_FORMATS, type TabularFormat } from './tabular';
import type { Terminal } from './terminal';

const ENGINES = ['athena', 'duckdb'] as const;

interface Options extends SnapshotArguments {
  readonly sql?: string;
  readonly saved?: string;
  readonly list?: true;
  readonly engine?: (typeof ENGINES)[number];
  readonly region: readonly string[];
  readonly register?: true;
  readonly format: TabularFormat;
  /** A statement; `false` with `--no-merge`. */
  readonly merge?: string | false;
}

/** `orgs3 query`: one statement over the tables of every Region in use. */
export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command('query')
    .description('ask one question over the reports of every Region')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(
      new Option('--sql <statement>', 'a SELECT over inventory and inventory_latest').conflicts(['saved', 'list']),
    )
    .addOption(new Option('--saved <name>', 'one of the saved queries').conflicts('list'))
    .option('--list', 'list the saved queries')
    .addOption(
      new Option('--engine <engine>', 'who computes (default: athena; duckdb with an emulator)').choices(ENGINES),
    )
    .addOption(
      new Option('--region <region>', 'ask this Region; may be repeated (default: every Region in use)')
        .argParser((region: string, regions: readonly string[]) => [...regions, region])
        .default([], 'all'),
    )
    .addOption(
      new Option('--register', 'ask the asset register: asset_register and asset_register_latest').conflicts([
        'saved',
        'list',
        'region',
        'merge',
      ]),
    )
    .option('--merge <statement>', 'run this over the Regions\' answers, the table "answers"')
    .option('--no-merge', 'show the answers below each other even if the saved query merges them')
    .addOption(formatOption(TABULAR_FORMATS))
    .action((options: Options) => runAction(terminal, () => query(options, terminal)));
}

async function query(options: Options, terminal: Terminal): Promise<ExitCode> {
  const answer = options.list === true ? listOf(readSavedQueries()) : await ask(options, terminal);
  for (const piece of renderTabular(options.format, answer, terminal)) terminal.out(piece);
  return EXIT.done;
}

/** The saved queries as an answer of their own. */
function listOf(queries: readonly SavedQuery[]): Answer {
  return {
    columns: [
      { name: 'name', type: 'text' },
      { name: 'description', type: 'text' },
    ],
    rows: queries.map(({ name, description }) => [name, description]),
  };
}

async function ask(options: Options, terminal: Terminal): Promise<Answer> {
  const config = readConfig(options.config);
  if (options.register === true) return askRegister(config, options, terminal);
  const { regions: inUse } = selectBuckets(config, readSnapshot(options.organization));
  const regions = regionsToAsk(inUse, options.region);
  const { sql, merge } = pickQuestion({ merge: true, ...options }, readSavedQueries(), regions.length);
  if (merge !== undefined) await checkMerge(merge, terminal.signal);
  const answers = await askAll(regions, sql, { config, engine: options.engine, terminal });
  const [only] = answers;
  if (merge !== undefined) return mergeAnswer(merge, joinAnswers(answers), terminal.signal);
  return only !== undefined && answers.length === 1 ? only.answer : joinAnswers(answers);
}

/** One statement over the reports of every Region, in the home Region. */
async function askRegister(config: Config, options: Options, terminal: Terminal): Promise<Answer> {
  requireRegister(config);
  const { sql } = pickQuestion({ ...options, merge: false }, [], 1);
  const asking = { config, engine: options.engine, terminal, set: REGISTER_SET };
  const [reply] = await askAll([config.destination.homeRegion], sql, asking);
  if (reply === undefined) throw new Error('no Region was asked');
  return reply.answer;
}

interface Asking {
  readonly config: Config;
  /** Default: the tables of each Region. */
  readonly set?: TableSet;
  readonly engine: Options['engine'];
  readonly terminal: Terminal;
}

async function askAll(
  regions: readonly string[],
  sql: string,
  { config, engine, terminal, set = REGIONAL_SET }: Asking,
) {
  const chosen = engine ?? (config.emulator === undefined ? 'athena' : 'duckdb');
  const progress = createProgress(terminal, chosen === 'athena' ? 'Regions answered' : 'files fetched');
  try {
    const replies = await askRegions(regions, sql, asker(chosen, progress, { config, regions, terminal, set }));
    progress.stop();
    for (const { region, report } of replies) terminal.note(describeRead(region, report));
    const total = describeTotal(replies.map(({ report }) => report));
    if (total !== undefined) terminal.note(total);
    return replies;
  } finally {
    progress.stop();
  }
}

interface AskerContext {
  readonly config: Config;
  readonly regions: readonly string[];
  readonly terminal: Terminal;
  readonly set: TableSet;
}

function asker(
  engine: (typeof ENGINES)[number],
  progress: Progress,
  { config, regions, terminal: { signal }, set }: AskerContext,
): AskRegion {
  let total = engine === 'athena' ? regions.length : 0;
  let done = 0;
  const expect = (more: number) => progress.update(done, (total += more));
  const step = () => progress.update((done += 1), total);
  return async (region, sql) => {
    const access = { region, endpoint: config.emulator?.endpoint };
    if (engine === 'duckdb') {
      const catalog = catalogReader({ ...access, database: set.database });
      const reports = set === REGISTER_SET ? everyReportReader(access) : reportReader(access);
      const sources = { region, catalog, reports, signal, set };
      return askDuckdb(sql, { ...sources, progress: { expect, step } });
    }
    const reply = await askAthena(sql, { access, signal, engine: set });
    step();
    return reply;
  };
}
