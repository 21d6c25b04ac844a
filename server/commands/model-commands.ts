import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { ElementsClusteringError, invalidInput, show } from '../../src/core/errors.ts';
import type { ElementRecord } from '../../src/core/types.ts';
import type { ClusteringOptions } from '../../src/estimators/options.ts';
import type { UpdateOptions } from '../../src/estimators/update/update.ts';
import { ElementsClustering } from '../../src/index.ts';
import { createNodeRegistry, loadEstimators, moduleUrl, readSource, type ServedChampion } from '../../src/pipeline.ts';
import { createChampions } from '../champions.ts';
import { listed, wholeNumber } from '../config.ts';
import { checkServedName, DEFAULT_MODEL } from '../model-key.ts';
import { createRegistry, type ServedModel } from '../registry.ts';
import { updateBytes } from '../updating.ts';
import { answer, score, scoreName, table } from './outcome.ts';
import { createBar } from './progress.ts';

interface ModelFlags {
  readonly model: string;
  readonly modelVersion?: number;
  readonly dataDir: string;
  readonly estimators: readonly string[];
  readonly json?: boolean;
}

/** Commands about one model of the folder: a clustering, or the champion of a pipeline. */
export function addModelCommands(program: Command): void {
  command(program, 'fit', 'Fit a clustering and save it as the next version; not while a service runs on the folder.')
    .argument('<data>', 'file or URL of records: CSV, JSON or NDJSON')
    .addOption(new Option('--options <json>', "the library's options, as JSON").env('OPTIONS').default('{}'))
    .action((data: string, flags: ModelFlags & { options: string }) =>
      answer(
        flags.json,
        (signal) => fitModel(data, flags, signal),
        ({ model, version, clusters }) => `${model} version ${version}: ${clusters} clusters`,
      ),
    );

  command(program, 'update', 'Teach a clustering more records and save it as the next version: labels stay, new groups get new ones.')
    .argument('<data>', 'file or URL of records')
    .action((data: string, flags: ModelFlags) =>
      answer(
        flags.json,
        (signal) => update(data, flags, signal),
        ({ model, version, repeated, joined, waiting, newLabels }) =>
          `${model} version ${version}: ${repeated} known, ${joined} joined a cluster, ${waiting} wait, new clusters: ${newLabels.map(({ label }) => label).join(', ') || 'none'}`,
      ),
    );

  command(program, 'predict', 'Predict records: one value or label a line.', true)
    .argument('<data>', 'file or URL of records')
    .action((data: string, flags: ModelFlags) =>
      answer(
        flags.json,
        (signal) => predict(data, flags, signal),
        ({ predictions }) => predictions.join('\n'),
      ),
    );

  command(program, 'evaluate', 'Score a model on records.', true)
    .argument('<data>', 'file or URL of records; with the target, where the model has one')
    .action((data: string, flags: ModelFlags) =>
      answer(
        flags.json,
        (signal) => evaluate(data, flags, signal),
        ({ scores }) =>
          table(
            ['score', 'value'],
            Object.entries(scores).map(([name, value]) => [scoreName(name), score(value)]),
          ),
      ),
    );

  command(program, 'similar', "Training records of a pipeline's champion that are like a record, the nearest first.", true)
    .argument('<record>', 'the record as JSON, or - for standard input')
    .addOption(new Option('--count <number>', 'how many (default: as configured)').env('COUNT').argParser(wholeNumber(1, 1000)))
    .action((record: string, flags: ModelFlags & { count?: number }) =>
      answer(
        flags.json,
        () => similar(record, flags),
        (found) => found.map((one) => JSON.stringify(one)).join('\n'),
      ),
    );
}

function command(program: Command, name: string, description: string, versioned = false): Command {
  const made = program
    .command(name)
    .description(description)
    .addOption(new Option('--model <name>', 'name of the model or pipeline').env('MODEL').default(DEFAULT_MODEL))
    .addOption(new Option('--data-dir <folder>', 'folder of models and histories').env('DATA_DIR').default('.elements-clustering'))
    .addOption(
      new Option('--estimators <modules...>', 'modules of more types of estimators')
        .env('ESTIMATORS')
        .argParser(listed)
        .default([], 'none'),
    )
    .option('--json', 'answer with JSON, for scripts');
  const version = new Option('--model-version <number>', 'default: the latest').env('MODEL_VERSION');
  return versioned ? made.addOption(version.argParser(wholeNumber(1, Number.MAX_SAFE_INTEGER))) : made;
}

async function fitModel(data: string, flags: ModelFlags & { options: string }, signal: AbortSignal) {
  const model = checkServedName(flags.model);
  const clustering = new ElementsClustering(parse(flags.options, '--options') as ClusteringOptions);
  const records = await readRecords(data, signal);
  const bar = createBar();
  try {
    await clustering.fit(records, { signal, onProgress: ({ phase, done }) => bar.show(phase, done) });
  } finally {
    bar.stop();
  }
  const version = await createRegistry(createFileStore(flags.dataDir)).save(model, clustering.toBytes());
  const { effectiveK: clusters, inertia, iterations, warnings } = clustering;
  return { model, version, rows: records.length, clusters, inertia, iterations, warnings };
}

async function update(data: string, flags: ModelFlags, signal: AbortSignal) {
  const model = checkServedName(flags.model);
  const registry = createRegistry(createFileStore(flags.dataDir));
  await registry.find(model); // in vain without one: no reason to read
  const records = await readRecords(data, signal);
  const bar = createBar();
  try {
    const options: UpdateOptions = { signal, onProgress: ({ phase, done }) => bar.show(phase, done) };
    const { version, summary } = await registry.update(model, (bytes) => updateBytes(bytes, records, options));
    return { model, version, ...summary };
  } finally {
    bar.stop();
  }
}

async function predict(data: string, flags: ModelFlags, signal: AbortSignal) {
  const found = await open(flags);
  const records = await readRecords(data, signal);
  if ('clustering' in found) return { ...named(flags, found.version), predictions: [...(await found.clustering.predict(records))] };
  return { ...named(flags, found.champion.version), predictions: await found.predict(records) };
}

async function evaluate(data: string, flags: ModelFlags, signal: AbortSignal) {
  const found = await open(flags);
  const records = await readRecords(data, signal);
  if ('clustering' in found) {
    const { rows, clusters, inertia, silhouette } = await found.clustering.evaluate(records, { signal });
    return { ...named(flags, found.version), scores: { rows, clusters, inertia, silhouette } };
  }
  return { ...named(flags, found.champion.version), scores: await found.evaluate(records, signal) };
}

async function similar(record: string, flags: ModelFlags & { count?: number }) {
  const found = await open(flags);
  if ('clustering' in found) throw notFound(flags.model, 'pipeline');
  const value = parse(record === '-' ? await text(process.stdin) : record, 'record');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidInput('invalid record', { expected: 'an object', received: show(value) });
  }
  return found.similar(value as ElementRecord, flags.count);
}

/** The champion of the pipeline of that name, or else the clustering. */
async function open({ model, modelVersion, dataDir, estimators }: ModelFlags): Promise<ServedChampion | ServedModel> {
  const name = checkServedName(model);
  const modules = estimators.map((one) => moduleUrl(one, process.cwd()));
  const champions = createChampions(dataDir, createNodeRegistry(await loadEstimators(modules)));
  return (await champions.get(name, modelVersion)) ?? createRegistry(createFileStore(dataDir)).get(name, modelVersion);
}

async function readRecords(from: string, signal: AbortSignal): Promise<ElementRecord[]> {
  const { rows, unreadable } = await readSource({ from }, process.cwd(), signal);
  if (unreadable === 0) return rows as ElementRecord[];
  throw invalidInput('the data has lines that cannot be read', { field: 'data', expected: 'none', received: `${unreadable}` });
}

function parse(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidInput('not JSON', { field, expected: 'JSON', received: (cause as Error).message });
  }
}

function named({ model }: ModelFlags, version: number) {
  return { model, version };
}

function notFound(model: string, what: string): Error {
  return new ElementsClusteringError('MODEL_NOT_FOUND', `there is no ${what} ${show(model)}`, { field: 'model', received: show(model) });
}
