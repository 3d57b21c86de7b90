import { Option, type Command } from 'commander';
import { type Engine, ENGINES, type QueryCalls, queryCalls } from '../adapters/calls/query-engines';
import { readConfig } from '../adapters/files/config-file';
import { checkMerge, mergeAnswer } from '../adapters/duckdb/merge';
import { readSavedQueries } from '../adapters/files/query-files';
import { readSnapshot } from '../adapters/files/snapshot-files';
import type { Config } from '../core/config/schema';
import { selectBuckets } from '../core/organization/selection';
import { type Answer, joinAnswers } from '../core/query/answer';
import { pickQuestion } from '../core/query/pick-query';
import { describeRead, describeTotal } from '../core/query/read-report';
import { regionsToAsk } from '../core/query/regions';
import type { SavedQuery } from '../core/query/saved-query';
import { REGIONAL_SET, ASSET_SET } from '../core/query/table-set';
import { requireAssetRegister } from '../core/asset-register/configured-asset-register';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { configOption, formatOption, organizationOption, type SnapshotArguments } from './options';
import { withProgress } from './progress';
import { renderTabular, TABULAR_FORMATS, type TabularFormat } from './tabular';
import type { Terminal } from './terminal';

interface Options extends SnapshotArguments {
  readonly sql?: string;
  readonly saved?: string;
  readonly list?: true;
  readonly engine?: Engine;
  readonly region: readonly string[];
  readonly register?: true;
  readonly format: TabularFormat;
  /** A statement over the answers; `false` with `--no-merge`. */
  readonly merge?: string | false;
}

/** `orgs3 query`: runs one statement over the tables of every Region in use. */
export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command('query')
    .description('run one query over the reports of every Region')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(
      new Option('--sql <statement>', 'a SELECT over current_objects, reports or a table').conflicts(['saved', 'list']),
    )
    .addOption(new Option('--saved <name>', 'one of the saved queries').conflicts('list'))
    .option('--list', 'list the saved queries')
    .addOption(
      new Option(
        '--engine <engine>',
        'the engine that runs the query (default: athena; duckdb with an emulator)',
      ).choices(ENGINES),
    )
    .addOption(
      new Option('--region <region>', 'only this Region; may be repeated')
        .argParser((region: string, regions: readonly string[]) => [...regions, region])
        .default([], 'all in use'),
    )
    .addOption(
      new Option('--register', 'query the asset register: asset_register and asset_register_latest').conflicts([
        'saved',
        'list',
        'region',
        'merge',
      ]),
    )
    .option(
      '--merge <statement>',
      'run this statement over the table "answers", which holds the answers of all Regions',
    )
    .option('--no-merge', 'show the answers of the Regions one below the other, even if the saved query merges them')
    .addOption(formatOption(TABULAR_FORMATS))
    .action((options: Options) => runAction(terminal, () => query(options, terminal)));
}

async function query(options: Options, terminal: Terminal): Promise<ExitCode> {
  const answer = options.list === true ? listOf(readSavedQueries()) : await ask(options, terminal);
  for (const piece of renderTabular(options.format, answer, terminal)) terminal.out(piece);
  return EXIT.done;
}

/** The saved queries as a table. */
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
  const { engine } = options;
  const { signal } = terminal;
  if (options.register === true) return askAssetRegister(config, options, terminal);
  const { regions: inUse } = selectBuckets(config, readSnapshot(options.organization));
  const regions = regionsToAsk(inUse, options.region);
  const { sql, merge } = pickQuestion({ merge: true, ...options }, readSavedQueries(), regions.length);
  if (merge !== undefined) await checkMerge(merge, signal);
  const answers = await askAll(queryCalls({ config, set: REGIONAL_SET, engine, signal }), regions, sql, terminal);
  const [only] = answers;
  if (merge !== undefined) return mergeAnswer(merge, joinAnswers(answers), signal);
  return only !== undefined && answers.length === 1 ? only.answer : joinAnswers(answers);
}

/** Runs one statement over the reports of all Regions, in the home Region. */
async function askAssetRegister(config: Config, options: Options, terminal: Terminal): Promise<Answer> {
  requireAssetRegister(config);
  const { sql } = pickQuestion({ ...options, merge: false }, [], 1);
  const calls = queryCalls({ config, set: ASSET_SET, engine: options.engine, signal: terminal.signal });
  const [reply] = await askAll(calls, [config.destination.homeRegion], sql, terminal);
  if (reply === undefined) throw new Error('no Region was asked');
  return reply.answer;
}

async function askAll(calls: QueryCalls, regions: readonly string[], sql: string, terminal: Terminal) {
  const replies = await withProgress(terminal, calls.counted, (onProgress) => calls.ask(regions, sql, onProgress));
  for (const { region, report } of replies) terminal.note(describeRead(region, report));
  const total = describeTotal(replies.map(({ report }) => report));
  if (total !== undefined) terminal.note(total);
  return replies;
}
