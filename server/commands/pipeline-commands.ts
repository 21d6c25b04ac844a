import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import {
  historyFolder,
  loadConfig,
  openPipeline,
  type Pipeline,
  type PipelineConfig,
  type RunRecord,
  type TrainResult,
} from '../../src/pipeline.ts';
import { wholeNumber } from '../config.ts';
import { answer, score, scoreName, table } from './outcome.ts';
import { createBar } from './progress.ts';

interface PipelineFlags {
  readonly config: string;
  readonly dataDir: string;
  readonly json?: boolean;
  readonly dataSource?: string;
  readonly dataDestination?: string;
  readonly models?: string;
  readonly champions?: string;
  readonly logFile?: string;
  readonly trials?: number;
  readonly workers?: number;
}

/** Commands that train and look after the models of a pipeline. */
export function addPipelineCommands(program: Command): void {
  command(program, 'train', 'Train all candidates on the data as it is now, keep the run, promote the best where it beats the champion.')
    .addOption(new Option('--data-source <place>', 'file or URL of the data (default: as configured)').env('DATA_SOURCE'))
    .addOption(
      new Option('--trials <number>', 'models that each search tries (default: as configured)')
        .env('TRIALS')
        .argParser(wholeNumber(1, 100_000)),
    )
    .addOption(
      new Option('--workers <number>', 'threads to fit in; 0: none')
        .env('WORKERS')
        .argParser(wholeNumber(0, 256))
        .default(availableParallelism()),
    )
    .action((flags: PipelineFlags) => answer(flags.json, (signal) => train(flags, signal), trained));

  command(program, 'runs', 'List all runs, the oldest first.').action((flags: PipelineFlags) =>
    answer(flags.json, async () => (await open(flags)).runs(), listed),
  );

  command(program, 'compare', 'Compare all models that were ever trained, the best first.')
    .argument('[runs...]', 'only of these runs')
    .option('--again', 'score all on the held-out rows of the newest run')
    .action((runs: string[], flags: PipelineFlags & { again?: boolean }) =>
      answer(
        flags.json,
        async () => (await open(flags)).compare({ runs: runs.length > 0 ? runs : undefined, again: flags.again }),
        (models) => comparison(models),
      ),
    );

  command(program, 'promote', 'Make a model the champion, whatever its scores.')
    .argument('<run>', 'id of the run, as runs lists it')
    .argument('<model>', 'name of a candidate of that run')
    .action((run: string, model: string, flags: PipelineFlags) =>
      answer(flags.json, async () => (await open(flags)).promote({ run, model }), champion),
    );

  command(program, 'rollback', 'Give its place back to the champion before.').action((flags: PipelineFlags) =>
    answer(flags.json, async () => (await open(flags)).rollback(), champion),
  );
}

function command(program: Command, name: string, description: string): Command {
  const place = (flags: string, env: string, what: string) =>
    new Option(flags, `${what} (default: as configured, else in the history)`).env(env);
  return program
    .command(name)
    .description(description)
    .addOption(new Option('-c, --config <file>', 'the pipeline: a module or JSON').env('PIPELINE_CONFIG').default('pipeline.config.ts'))
    .addOption(new Option('--data-dir <folder>', 'folder of models and histories').env('DATA_DIR').default('.elements-clustering'))
    .addOption(place('--data-destination <folder>', 'DATA_DESTINATION', 'folder of the copies of the data'))
    .addOption(place('--models <folder>', 'MODELS', 'folder of the models'))
    .addOption(place('--champions <folder>', 'CHAMPIONS', 'folder of the champions'))
    .addOption(place('--log-file <file>', 'LOG_FILE', 'log of the pipeline'))
    .option('--json', 'answer with JSON, for scripts');
}

async function open(flags: PipelineFlags): Promise<Pipeline> {
  const { config, folder } = await loadConfig(flags.config);
  const given = config as PipelineConfig;
  const { dataSource, trials, workers } = flags;
  const places = { data: flags.dataDestination, models: flags.models, champions: flags.champions, log: flags.logFile };
  const set = Object.fromEntries(Object.entries(places).filter(([, place]) => place !== undefined));
  const changed = {
    ...given,
    ...(dataSource === undefined ? {} : { data: dataSource }),
    ...(Object.keys(set).length === 0 ? {} : { destinations: { ...given.destinations, ...set } }),
    ...(trials === undefined
      ? {}
      : { candidates: given.candidates?.map((one) => (one.search ? { ...one, search: { ...one.search, trials } } : one)) }),
  };
  return openPipeline(changed, { folder, workers, history: historyFolder(String(given.name), flags.dataDir) });
}

async function train(flags: PipelineFlags, signal: AbortSignal): Promise<TrainResult> {
  const pipeline = await open(flags);
  const bar = createBar();
  try {
    return await pipeline.train({
      signal,
      onProgress: ({ phase, done, candidate }) => bar.show(candidate === undefined ? phase : `${phase} ${candidate}`, done),
    });
  } finally {
    bar.stop();
  }
}

function trained({ run, champion: crowned }: TrainResult): string {
  const { data, models, verdict } = run;
  const dropped = data.dropped.filter(({ rows }) => rows > 0).map(({ rule, rows }) => `${rows} (${rule})`);
  const names = [...new Set(models.flatMap(({ scores }) => Object.keys(scores ?? {})))].filter((name) => name !== 'rows');
  const rows = models.map(({ name, type, scores, fitMs, error }) => [
    name,
    type,
    ...names.map((one) => score(scores?.[one])),
    Math.round(fitMs),
    error ?? '',
  ]);
  return [
    `run ${run.id}: ${data.read} rows read, dropped ${dropped.join(', ') || 'none'}, ${data.trainRows} to train on, ${data.testRows} held out`,
    table(['candidate', 'type', ...names.map(scoreName), 'fit ms', ''], rows),
    `${verdict.challenger}: ${verdict.reason}`,
    crowned ? `champion ${crowned.version}: ${crowned.model}` : 'the champion stays',
  ].join('\n');
}

function listed(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'no runs yet';
  const rows = runs.map(({ id, data, models, metric, verdict }) => {
    const best = models.find(({ name }) => name === verdict.challenger);
    return [
      id,
      data.kept,
      models.length,
      verdict.challenger,
      score(best?.scores?.[metric.score]),
      verdict.promote ? 'promoted' : 'not promoted',
    ];
  });
  return table(['run', 'rows', 'models', 'best', scoreName(runs.at(-1)?.metric.score ?? 'score'), ''], rows);
}

function comparison(models: Awaited<ReturnType<Pipeline['compare']>>): string {
  if (models.length === 0) return 'no models yet';
  const names = [...new Set(models.flatMap(({ scores }) => Object.keys(scores ?? {})))].filter((name) => name !== 'rows');
  const rows = models.map((one) => [
    one.run,
    one.model,
    ...names.map((name) => score(one.scores?.[name])),
    one.data.slice(0, 8),
    one.champion ? 'champion' : (one.error ?? ''),
  ]);
  return table(['run', 'model', ...names.map(scoreName), 'data', ''], rows);
}

function champion({ version, run, model }: { version: number; run: string; model: string }): string {
  return `champion ${version}: ${model} of run ${run}`;
}
