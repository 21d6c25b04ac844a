import { invalidOption } from '../core/errors.ts';
import { type CheckedInput, checkWeights } from '../core/input.ts';
import { once } from '../core/once.ts';
import { createPace } from '../core/pace.ts';
import type { Matrix, Metric, Progress, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { fitEncoder } from '../features/fit-encoder.ts';
import type { Encoder } from '../features/types.ts';
import { collapse } from '../matrix/collapse.ts';
import { fitSpace, type Guess, guessSpace } from '../matrix/fit-space.ts';
import { repeats } from '../matrix/repetition.ts';
import {
  bringDense,
  filledIn,
  isSparse,
  type NumericInput,
  project,
  projectDense,
  type RawRows,
  type Space,
  toMatrix,
} from '../matrix/space.ts';
import { weightsByLabel } from '../matrix/weights-by-label.ts';
import type { Measurement } from '../parallel/measurement.ts';
import { openRows } from '../parallel/open-rows.ts';
import type { Rows } from '../parallel/rows.ts';
import type { Workers } from '../parallel/workers.ts';
import { type Clustering, checkKind, toNumeric } from './clustering.ts';
import { dpMeans } from './dp-means.ts';
import { kMeans, type Partition } from './kmeans.ts';
import type { Algorithm, ResolvedClusteringOptions } from './options.ts';
import { refuseTooLarge, shapeOf } from './shape.ts';
import type { SubsetOptions } from './subset.ts';
import { fittedLedger } from './update/fitted-ledger.ts';
import type { ReachRule } from './update/reach.ts';

export interface FitOptions {
  /** One weight a row, 0 or more: a row of weight 2 counts as two equal rows. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the fit, which then throws `ABORTED` and changes nothing. */
  readonly signal?: AbortSignal;
}

/** What a fit learned, and the rows as they were clustered: records encoded, numbers as they came. */
export interface Fit {
  readonly clustering: Clustering;
  readonly numeric: NumericInput;
  /** One a row. */
  readonly weights: Weights;
  /** What the engine measured of them; null where they are not dense euclidean rows that count once each. */
  readonly measured: Measurement | null;
}

/**
 * Learns encoder and space, where `like` does not give them, and centroids from checked input. Equal rows are joined into one that weighs as much, and
 * dealt out to the workers, if given.
 */
export async function fitClustering(
  kernel: Kernel,
  input: CheckedInput,
  options: ResolvedClusteringOptions,
  { weights: givenWeights, onProgress, signal, like }: FitOptions & { readonly like?: Pick<Clustering, 'encoder' | 'space'> },
  workers?: Workers,
): Promise<Fit> {
  const pace = createPace(signal);
  await pace();
  onProgress?.({ phase: 'features', done: 0 });
  const weights = checkWeights(givenWeights, input.rows);
  if (like) checkKind(input, like.encoder);
  const encoder = like ? like.encoder : input.kind === 'records' ? fitEncoder(input.records, options.features) : null;
  const metric: Metric = options.metric ?? like?.space.metric ?? (encoder?.layout === 'tokens' ? 'cosine' : 'euclidean');
  if (like && metric !== like.space.metric) throw invalidOption('metric', `'${like.space.metric}', as in the model given by like`, metric);
  const numeric = toNumeric(like ? filledIn(input, like.space) : input, encoder);
  if (encoder) refuseTooLarge(shapeOf(numeric), options, kernel.name); // numeric rows were looked at when they came
  const plain = givenWeights === undefined && !encoder && !like;
  const learnt = once(() => like?.space ?? fitSpace(numeric, metric, weights, kernel));
  const open = async (guess: Guess | null) => {
    const task = prepare(numeric, weights, guess, learnt, kernel, options, plain);
    return { task, ...(await openRows(kernel, { ...task, metric }, pace, workers)) };
  };
  const guess = plain && metric === 'euclidean' && !isSparse(numeric) ? guessSpace(numeric, kernel) : null;
  const { task, rows, close } = await open(guess).catch((error) => {
    if (guess === null || error.code !== 'INVALID_INPUT') throw error;
    return open(null); // which tells what is wrong, or that it was but the guess
  });
  try {
    const { space } = task;
    const init = typeof options.init === 'string' ? options.init : projectInit(options.init, space, encoder, kernel);
    const settings = { ...options, metric, init, onProgress, pace };
    const tokens = encoder?.layout === 'tokens';
    const partition = await choosePartition(kernel, { ...task, rows }, settings, tokens);
    const raw = task.matrix.kind === 'raw';
    // rows of the engine that are the rows given, one for one
    const same = raw || (plain && !isSparse(numeric) && task.matrix.rows === numeric.rows);
    if (same && !(options.nInit === 1 && options.k !== 'auto')) {
      await rows.forget();
      await rows.step(partition.centroids, partition.k);
    }
    const measured = same && metric === 'euclidean' ? await rows.measure() : null;
    const clustering = assemble(partition, weights, task.index, space, measured);
    const ledger = await fittedLedger(kernel, {
      ...task,
      engineRows: rows,
      partition,
      space,
      counts: clustering.counts,
      measured,
      count: weights.length,
      rule: reachRule(options, metric, tokens),
      records: encoder !== null,
    });
    return { clustering: { ...clustering, encoder, ledger }, numeric, weights, measured };
  } finally {
    close();
  }
}

/** Rows on their way to the engine. */
interface Prepared {
  readonly space: Space;
  readonly matrix: Matrix | RawRows;
  readonly weights: Weights;
  /** For every row given the number of its row here; null where they are the same. */
  readonly index: Int32Array | null;
}

interface Task extends Prepared {
  readonly rows: Rows;
}

/**
 * Equal rows joined: always in records and where rows weigh, else where that pays. Other rows are left to the engine as they came, so that no copy of
 * them is made on the way.
 */
function prepare(
  input: NumericInput,
  weights: Weights,
  guess: Guess | null,
  learnt: () => Space,
  kernel: Kernel,
  { k }: ResolvedClusteringOptions,
  plain: boolean,
): Prepared {
  if (plain && !isSparse(input)) {
    const space = guess?.space ?? learnt();
    if (!repeats(input, k === 'auto' ? 1 : k, space, kernel)) {
      return { space, matrix: { ...bringDense(input, space), ...guess }, weights, index: null };
    }
  }
  const space = learnt();
  const matrix = project(input, space, kernel);
  const joined = collapse(matrix, weights);
  return { space, ...(joined.matrix === matrix ? { matrix, weights, index: null } : joined) };
}

/** `curve` as in {@link Clustering}, in the engine's units. */
type Chosen = Partition & Pick<Clustering, 'curve'>;

type Settings = Omit<ResolvedClusteringOptions, 'init' | 'metric'> &
  Pick<FitOptions, 'onProgress'> & { metric: Metric; init: 'k-means++' | 'random' | Float32Array; pace: ReturnType<typeof createPace> };

type Search = (kernel: Kernel, task: Task, options: SubsetOptions) => Promise<Partition>;

/** Those that few ask for are loaded when they are. */
const ALGORITHMS: Record<Algorithm, Search> = {
  lloyd: (_kernel, { rows, weights }, options) => kMeans(rows, weights, options),
  'mini-batch': async (kernel, task, options) => {
    const { miniBatchKMeans } = await import('./mini-batch.ts');
    return miniBatchKMeans(kernel, toMatrix(task.matrix, kernel), task.rows, task.weights, options);
  },
  bisecting: async (kernel, task, options) => {
    const { bisectingKMeans } = await import('./bisecting.ts');
    return bisectingKMeans(kernel, toMatrix(task.matrix, kernel), task.rows, task.weights, options);
  },
};

/** In token space the threshold tells what is near, all the more where it founded the clusters. */
function reachRule({ k, criterion, threshold }: ResolvedClusteringOptions, metric: Metric, tokens: boolean): ReachRule {
  const byThreshold = tokens && metric === 'cosine';
  return { threshold: byThreshold && k === 'auto' && criterion === undefined ? threshold : null, least: byThreshold ? threshold : 0 };
}

/** The algorithm asked for, for a given k; else the criterion's choice, without one that of DP-means for tokens in cosine space. */
async function choosePartition(kernel: Kernel, task: Task, settings: Settings, tokens: boolean): Promise<Chosen> {
  const { rows, weights } = task;
  const { k, criterion, init, metric, onProgress, threshold, maxIterations } = settings;
  const available = weights instanceof Uint8Array ? weights.length : weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (k === 'auto' && tokens && metric === 'cosine' && criterion === undefined) {
    const found = await dpMeans(rows, weights, { metric, threshold, maxIterations, onProgress });
    return { ...found, curve: [{ k: found.k, criterion: 'threshold', score: threshold, inertia: found.inertia }] };
  }
  if (k === 'auto' && available > 2 && typeof init === 'string') {
    const { autoK } = await import('./auto-k.ts');
    return autoK(kernel, toMatrix(task.matrix, kernel), rows, weights, { ...settings, init, criterion: criterion ?? 'silhouette' });
  }
  const wanted = k === 'auto' ? available : k;
  const curve = k === 'auto' ? [] : null;
  const search = ALGORITHMS[settings.algorithm];
  if (wanted <= available) return { ...(await search(kernel, task, { ...settings, k: wanted })), curve };
  const found = await search(kernel, task, {
    ...settings,
    init: typeof init === 'string' ? init : 'k-means++',
    k: available,
  });
  const message = `${wanted} clusters were asked for, but only ${available} rows differ`;
  return { ...found, curve, warnings: [{ code: 'FEWER_DISTINCT_ROWS', message }, ...found.warnings] };
}

function projectInit(
  init: Exclude<ResolvedClusteringOptions['init'], string>,
  space: Space,
  encoder: Encoder | null,
  kernel: Kernel,
): Float32Array {
  if (encoder) throw invalidOption('init', "'k-means++' or 'random' for records", 'rows of numbers');
  if (init.columns !== space.columns) throw invalidOption('init', `rows of ${space.columns} numbers`, `${init.columns} numbers`);
  return projectDense(init, space, kernel).data;
}

function assemble(
  partition: Chosen,
  weights: Weights,
  index: Int32Array | null,
  space: Space,
  measured: Measurement | null,
): Omit<Clustering, 'encoder' | 'ledger'> {
  const labels = index === null ? partition.labels : index.map((distinctRow) => partition.labels[distinctRow]);
  const counts = measured ? measured.totals.slice() : weightsByLabel(labels, weights, partition.k);
  const inUnits = (inertia: number): number => inertia / space.scale / space.scale;
  const curve = partition.curve?.map((point) => ({ ...point, inertia: inUnits(point.inertia) })) ?? null;
  const ids = Int32Array.from(counts.keys());
  return { ...partition, space, labels, counts, ids, updates: 0, inertia: inUnits(partition.inertia), curve };
}
