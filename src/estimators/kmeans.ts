import { createRandom, type Random } from '../core/random.ts';
import type { Metric, Progress, Warning, Weights } from '../core/types.ts';
import type { Rows } from '../parallel/rows.ts';
import { moveCentroids } from './centroids.ts';
import { relocateEmpty } from './relocate.ts';
import { plusPlusSeeds, randomSeeds } from './seeding.ts';

export interface KMeansOptions {
  readonly k: number;
  readonly metric: Metric;
  /** How to start, or the centroids to start from (k × columns). */
  readonly init: 'k-means++' | 'random' | Float32Array;
  /** Starts with different seeds, of which the best is kept; 1 where centroids are given. */
  readonly nInit: number;
  readonly maxIterations: number;
  /** Stop when the centroids move less than this share of the mean column variance (squared, summed). */
  readonly tolerance: number;
  readonly seed: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** A partition of the rows, in the engine's units. */
export interface Partition {
  readonly k: number;
  /** k × columns. */
  readonly centroids: Float32Array;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly warnings: readonly Warning[];
}

/**
 * Lloyd's algorithm (Lloyd 1982) from one or several starts, spherical (Dhillon & Modha 2001) for cosine. Labels always belong to the
 * centroids returned. Rows must be distinct and at least k of them must weigh something.
 */
export async function kMeans(rows: Rows, weights: Weights, options: KMeansOptions): Promise<Partition> {
  const random = createRandom(options.seed);
  const threshold = options.tolerance === 0 ? 0 : options.tolerance * (await meanVariance(rows, options.metric));
  return bestStart(options, async (report) => {
    const seeds = await firstCentroids(rows, weights, options, random);
    return lloyd(rows, weights, seeds, options, threshold, report);
  });
}

/** Makes as many starts as asked for, one where centroids are given, and keeps the one of least inertia; of equal ones the first. */
export async function bestStart(
  { init, nInit, maxIterations, onProgress }: KMeansOptions,
  run: (report: (iteration: number) => void) => Promise<Partition>,
): Promise<Partition> {
  const starts = typeof init === 'string' ? nInit : 1;
  let best: Partition | undefined;
  for (let start = 0; start < starts; start++) {
    onProgress?.({ phase: 'seeding', done: start / starts });
    const report = (iteration: number): void =>
      onProgress?.({ phase: 'iterating', done: (start + iteration / maxIterations) / starts, iteration });
    const found = await run(report);
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  return best as Partition;
}

async function firstCentroids(rows: Rows, weights: Weights, { init, k }: KMeansOptions, random: Random): Promise<Float32Array> {
  if (init === 'k-means++') return plusPlusSeeds(rows, weights, k, random);
  return init === 'random' ? randomSeeds(rows, weights, k, random) : init;
}

async function lloyd(
  rows: Rows,
  weights: Weights,
  seeds: Float32Array,
  { k, metric, maxIterations }: KMeansOptions,
  threshold: number,
  report: (iteration: number) => void,
): Promise<Partition> {
  const centroids = seeds.slice();
  await rows.forget();
  let relocated = 0;
  let disturbed = false;
  let settled = false;
  /** The rows' labels are those of the centroids as they are. */
  let labelled = false;
  let iterations = 0;
  while (!settled && iterations < maxIterations) {
    const { step, moved } = await relocateEmpty(rows, weights, await rows.step(centroids, k));
    if (disturbed) step.touched.fill(1); // the last centroids were not the means of their rows
    disturbed = moved > 0;
    relocated += moved;
    const moves = moveCentroids(centroids, step, rows.columns, metric);
    labelled = moved === 0 && moves === 0;
    settled = (step.changed === 0 && moved === 0) || moves <= threshold;
    report(++iterations);
  }
  if (!labelled) await rows.step(centroids, k);
  return conclude(rows, { k, centroids, iterations, relocated, settled });
}

/** What a search came to, before its rows are asked for labels and distances. */
export interface Outcome extends Pick<Partition, 'k' | 'centroids' | 'iterations'> {
  /** Empty clusters that were given a row. */
  readonly relocated: number;
  /** False where the search stopped at its most iterations. */
  readonly settled: boolean;
}

/** The partition that the rows' last step made, by these centroids. */
export async function conclude(rows: Rows, { relocated, settled, ...found }: Outcome): Promise<Partition> {
  const warnings: Warning[] = [];
  if (relocated > 0) {
    warnings.push({
      code: 'EMPTY_CLUSTER_RELOCATED',
      message: `${relocated} empty clusters were given the row farthest from its centroid`,
    });
  }
  if (!settled) {
    warnings.push({ code: 'NOT_CONVERGED', message: `stopped after ${found.iterations} iterations, before the clusters settled` });
  }
  const [labels, inertia] = await Promise.all([rows.labels(), inertiaOf(rows)]); // asked for at once: workers need not wait in between
  return { ...found, labels, inertia, warnings };
}

/** The objective; of rows that can be measured by what the end of a fit measures anyway. */
async function inertiaOf(rows: Rows): Promise<number> {
  return rows.measurable ? (await rows.measure()).inertia : rows.inertia();
}

/** Variance about the weighted mean, averaged over the columns. */
async function meanVariance(rows: Rows, metric: Metric): Promise<number> {
  const centre = new Float32Array(rows.columns);
  await rows.forget();
  const step = await rows.step(centre, 1);
  moveCentroids(centre, step, rows.columns, metric);
  await rows.step(centre, 1);
  return (await inertiaOf(rows)) / step.totals[0] / rows.columns;
}
