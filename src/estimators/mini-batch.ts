import { createRandom, type Random } from '../core/random.ts';
import type { Matrix, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Rows } from '../parallel/rows.ts';
import { moveCentroids } from './centroids.ts';
import { bestStart, kMeans, type Outcome, type Partition } from './kmeans.ts';
import { labelAll, type SubsetOptions, withSubset } from './subset.ts';

/** Rows in a batch at most. */
export const BATCH_ROWS = 1024;
/** Rows that a start is drawn from, in batches or in times k, whichever is more. */
const SAMPLE_FACTOR = 3;
/** Starts of the sample's k-means. */
export const SAMPLE_STARTS = 5;
/** Rows drawn for a start, at most all. */
export function sampleRows(rows: number, k: number): number {
  return Math.min(rows, SAMPLE_FACTOR * Math.max(BATCH_ROWS, k));
}

/** Share of the newest batch in the smoothed inertia. */
const SMOOTHING = 1 / 16;
/** A start ends after this many batches without a new low of the smoothed inertia. */
const PATIENCE = 10;

/**
 * Mini-batch k-means (Sculley, "Web-scale k-means clustering", 2010): each batch of rows, drawn by weight, pulls its nearest centroids with a rate of
 * one over the rows a centroid has seen, which makes every centroid the mean of the rows it ever won. Labels come from one exact pass at the end.
 * Rows must be distinct and at least k of them must weigh something. `iterations` counts batches.
 */
export async function miniBatchKMeans(
  kernel: Kernel,
  matrix: Matrix,
  rows: Rows,
  weights: Weights,
  options: SubsetOptions,
): Promise<Partition> {
  const random = createRandom(options.seed);
  const draw = drawsByWeight(weights, random);
  return bestStart(options, async (report) => {
    const seeds = await sampledSeeds(kernel, matrix, weights, draw, random, options);
    return labelAll(rows, weights, await learn(kernel, matrix, seeds, draw, options, report), options);
  });
}

async function learn(
  kernel: Kernel,
  matrix: Matrix,
  seeds: Float32Array,
  draw: () => number,
  options: SubsetOptions,
  report: (iteration: number) => void,
): Promise<Omit<Outcome, 'relocated'>> {
  const { k, metric, maxIterations } = options;
  const { columns } = matrix;
  // all that the centroids have seen
  const sums = new Float64Array(k * columns);
  const totals = new Float64Array(k);
  const ones = new Float64Array(Math.min(BATCH_ROWS, matrix.rows)).fill(1);
  const centroids = seeds.slice();
  let iterations = 0;
  let smoothed = Infinity;
  let lowest = Infinity;
  let stale = 0;
  while (stale < PATIENCE && iterations < maxIterations) {
    const batch = Int32Array.from(ones, draw).sort();
    const { step, inertia } = await withSubset(kernel, matrix, batch, ones, options, async (drawn) => {
      return { step: await drawn.step(centroids, k), inertia: await drawn.inertia() };
    });
    for (let i = 0; i < sums.length; i++) sums[i] += step.sums[i];
    for (let c = 0; c < k; c++) totals[c] += step.totals[c];
    moveCentroids(centroids, { sums, totals }, columns, metric);
    report(++iterations);
    if (iterations === 1) continue; // the inertia of the seeds, before anything was learned
    smoothed = smoothed === Infinity ? inertia : smoothed + (inertia - smoothed) * SMOOTHING;
    stale = smoothed < lowest ? 0 : stale + 1;
    lowest = Math.min(lowest, smoothed);
  }
  return { k, centroids, iterations, settled: stale >= PATIENCE };
}

/**
 * The start: k-means of a sample of the rows, where a row drawn twice weighs 2 (Bradley & Fayyad, "Refining initial points for k-means clustering",
 * 1998). A batch moves centroids too little to leave a poor start.
 */
async function sampledSeeds(
  kernel: Kernel,
  matrix: Matrix,
  weights: Weights,
  draw: () => number,
  random: Random,
  options: SubsetOptions,
): Promise<Float32Array> {
  if (typeof options.init !== 'string') return options.init;
  const times = new Map<number, number>();
  for (let i = 0; i < SAMPLE_FACTOR * Math.max(BATCH_ROWS, options.k); i++) {
    const row = draw();
    times.set(row, (times.get(row) ?? 0) + 1);
  }
  for (let row = 0; times.size < options.k; row++) if (weights[row] > 0 && !times.has(row)) times.set(row, 1);
  const sample = Int32Array.from(times.keys()).sort();
  const counts = Float64Array.from(sample, (row) => times.get(row) as number);
  const search = { ...options, nInit: SAMPLE_STARTS, seed: random.integer(2 ** 32), onProgress: undefined };
  const { centroids } = await withSubset(kernel, matrix, sample, counts, options, (drawn) => kMeans(drawn, counts, search));
  return centroids;
}

/** Draws rows by their weight, put back each time, by bisection of the running sums. */
function drawsByWeight(weights: Weights, random: Random): () => number {
  const ends = new Float64Array(weights.length);
  let total = 0;
  let last = 0;
  for (let row = 0; row < weights.length; row++) {
    total += weights[row];
    ends[row] = total;
    if (weights[row] > 0) last = row;
  }
  return () => {
    const target = random.next() * total;
    let from = 0;
    let to = last; // a target rounded up to the total finds the last row that weighs
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (ends[middle] > target) to = middle;
      else from = middle + 1;
    }
    return from;
  };
}
