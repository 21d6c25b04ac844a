import { invalidOption } from '../core/errors.ts';
import { type CheckedInput, checkWeights } from '../core/input.ts';
import { createPace } from '../core/pace.ts';
import type { Matrix, Metric, Progress, Warning } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { fitEncoder } from '../features/encoder.ts';
import type { Encoder } from '../features/types.ts';
import { collapse } from '../matrix/collapse.ts';
import { fitSpace, type NumericInput, project, projectDense, type Space } from '../matrix/space.ts';
import { openRows } from '../parallel/open-rows.ts';
import type { Rows } from '../parallel/rows.ts';
import type { Workers } from '../parallel/workers.ts';
import { autoK } from './auto-k.ts';
import { bisectingKMeans } from './bisecting.ts';
import { dpMeans } from './dp-means.ts';
import { kMeans, type Partition } from './kmeans.ts';
import { miniBatchKMeans } from './mini-batch.ts';
import type { Algorithm, ResolvedClusteringOptions } from './options.ts';
import { refuseTooLarge, shapeOf } from './shape.ts';
import type { SubsetOptions } from './subset.ts';

export interface FitOptions {
  /** One weight a row, 0 or more: a row of weight 2 counts as two equal rows. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the fit, which then throws `ABORTED` and changes nothing. */
  readonly signal?: AbortSignal;
}

/** What a fit learned, in the engine's units; plain data that {@link Space} and the encoder give a meaning to. */
export interface Clustering {
  readonly space: Space;
  /** Null for numeric rows. */
  readonly encoder: Encoder | null;
  readonly k: number;
  /** k × columns. */
  readonly centroids: Float32Array;
  /** Weight of the training rows of each cluster. */
  readonly counts: Float64Array;
  /** One a training row. */
  readonly labels: Int32Array;
  /** In the user's units: squared distances for euclidean, 1 − cosine for cosine. */
  readonly inertia: number;
  readonly iterations: number;
  readonly warnings: readonly Warning[];
}

/** Records encoded, numbers as they are. */
export function toNumeric(input: CheckedInput, encoder: Encoder | null): NumericInput {
  if (input.kind !== 'records') return input;
  return (encoder as Encoder).encode(input.records);
}

/** Learns encoder, space and centroids from checked input. Equal rows are joined into one that weighs as much, and dealt out to the workers, if given. */
export async function fitClustering(
  kernel: Kernel,
  input: CheckedInput,
  options: ResolvedClusteringOptions,
  { weights: givenWeights, onProgress, signal }: FitOptions,
  workers?: Workers,
): Promise<Clustering> {
  const pace = createPace(signal);
  await pace();
  onProgress?.({ phase: 'features', done: 0 });
  const weights = checkWeights(givenWeights, input.rows);
  const encoder = input.kind === 'records' ? fitEncoder(input.records, options.features) : null;
  const metric: Metric = options.metric ?? (encoder?.layout === 'tokens' ? 'cosine' : 'euclidean');
  const numeric = toNumeric(input, encoder);
  if (encoder) refuseTooLarge(shapeOf(numeric), options, kernel.name); // numeric rows were looked at when they came
  const space = fitSpace(numeric, metric, weights, kernel);
  const distinct = collapse(project(numeric, space, kernel), weights);
  const init = typeof options.init === 'string' ? options.init : projectInit(options.init, space, encoder, kernel);
  const { rows, close } = await openRows(kernel, { ...distinct, metric }, pace, workers);
  try {
    const settings = { ...options, metric, init, onProgress, pace };
    const partition = await choosePartition(kernel, { ...distinct, rows }, settings, encoder?.layout === 'tokens');
    return { ...assemble(partition, weights, distinct.index, space), encoder };
  } finally {
    close();
  }
}

interface Task {
  readonly matrix: Matrix;
  readonly rows: Rows;
  readonly weights: Float64Array;
}

type Settings = Omit<ResolvedClusteringOptions, 'init' | 'metric'> &
  Pick<FitOptions, 'onProgress'> & { metric: Metric; init: 'k-means++' | 'random' | Float32Array; pace: ReturnType<typeof createPace> };

type Search = (kernel: Kernel, matrix: Matrix, rows: Rows, weights: Float64Array, options: SubsetOptions) => Promise<Partition>;

const ALGORITHMS: Record<Algorithm, Search> = {
  lloyd: (_kernel, _matrix, rows, weights, options) => kMeans(rows, weights, options),
  'mini-batch': miniBatchKMeans,
  bisecting: bisectingKMeans,
};

/** The algorithm asked for, for a given k; else DP-means for tokens in cosine space and the silhouette's choice everywhere else. */
async function choosePartition(kernel: Kernel, { matrix, rows, weights }: Task, settings: Settings, tokens: boolean): Promise<Partition> {
  const { k, init, metric, onProgress, threshold, maxIterations } = settings;
  const available = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (k === 'auto' && tokens && metric === 'cosine') {
    return dpMeans(rows, weights, { metric, threshold, maxIterations, onProgress });
  }
  if (k === 'auto' && available > 2 && typeof init === 'string') return autoK(kernel, matrix, rows, weights, { ...settings, init });
  const wanted = k === 'auto' ? available : k;
  const search = ALGORITHMS[settings.algorithm];
  if (wanted <= available) return search(kernel, matrix, rows, weights, { ...settings, k: wanted });
  const found = await search(kernel, matrix, rows, weights, {
    ...settings,
    init: typeof init === 'string' ? init : 'k-means++',
    k: available,
  });
  const message = `${wanted} clusters were asked for, but only ${available} rows differ`;
  return { ...found, warnings: [{ code: 'FEWER_DISTINCT_ROWS', message }, ...found.warnings] };
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

function assemble(partition: Partition, weights: Float64Array, index: Int32Array, space: Space): Omit<Clustering, 'encoder'> {
  const labels = index.map((distinctRow) => partition.labels[distinctRow]);
  const counts = new Float64Array(partition.k);
  labels.forEach((label, row) => {
    counts[label] += weights[row];
  });
  return { ...partition, space, labels, counts, inertia: partition.inertia / space.scale / space.scale };
}
