import type { Pace } from '../core/pace.ts';
import type { Matrix, Progress, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { selectRows } from '../matrix/select-rows.ts';
import { meanScore, pairwiseSilhouettes } from '../metrics/silhouette.ts';
import type { Rows } from '../parallel/rows.ts';
import { type KMeansOptions, kMeans, type Partition } from './kmeans.ts';
import type { Criterion } from './options.ts';

export interface AutoKOptions extends Omit<KMeansOptions, 'k' | 'init'> {
  readonly init: 'k-means++' | 'random';
  readonly criterion: Criterion;
  readonly maxClusters: number;
  readonly pace: Pace;
}

/** A number of clusters that `k: 'auto'` looked at. */
export interface CurvePoint {
  readonly k: number;
  /** What it was chosen by: a criterion, or the `threshold` of DP-means, which looks at the number it finds alone. */
  readonly criterion: Criterion | 'threshold';
  /**
   * The criterion's score: mean silhouette (null where the rows it is taken over fell into one cluster), Calinski-Harabasz score, Davies-Bouldin index,
   * for `elbow` the depth below the chord as a share of the curve's height; or the threshold.
   */
  readonly score: number | null;
  /** Sum over the rows of weight × squared distance (or 1 − cosine) to the own centroid. */
  readonly inertia: number;
}

/** Distinct rows that a candidate's silhouette is taken over at most. */
const SCORED_ROWS = 2048;

/** Distinct rows of so many that a candidate is scored on. */
export function scoredRows(rows: number): number {
  return Math.min(rows, SCORED_ROWS);
}

/**
 * Tries one number of clusters after the other, see {@link Criterion}, and keeps the best partition. Rows must be distinct, and at least 3 of them must
 * weigh something.
 */
export async function autoK(
  kernel: Kernel,
  matrix: Matrix,
  rows: Rows,
  weights: Weights,
  options: AutoKOptions,
): Promise<Partition & { readonly curve: readonly CurvePoint[] }> {
  const { criterion, maxClusters, onProgress } = options;
  const [first, again] = criterion === 'elbow' ? [1, 1] : [2, 0];
  const last = Math.max(2, Math.min(maxClusters, Math.floor(Math.sqrt(rows.rows))));
  const tried = last - first + 1;
  const search = (k: number, before: number): Promise<Partition> => {
    const done = (share: number): number => (before + share) / (tried + again);
    const report = onProgress && ((progress: Progress) => onProgress({ ...progress, done: done(progress.done) }));
    return kMeans(rows, weights, { ...options, k, onProgress: report });
  };
  const judge = await judgeOf(kernel, matrix, weights, options);
  const curve: CurvePoint[] = [];
  let best: Partition | undefined;
  let most = -Infinity;
  for (let k = first; k <= last; k++) {
    const found = await search(k, k - first);
    const score = await judge(found);
    curve.push({ k, criterion, score, inertia: found.inertia });
    const merit = score === null ? -Infinity : criterion === 'davies-bouldin' ? -score : score;
    if (best === undefined || merit > most) [best, most] = [found, merit];
  }
  if (criterion !== 'elbow') return { ...(best as Partition), curve };
  // an elbow is known when the whole curve is; fitting again costs less than keeping every partition
  const depths = depthsBelowChord(curve.map(({ inertia }) => inertia));
  const deepest = depths.indexOf(Math.max(...depths));
  return { ...(await search(first + deepest, tried)), curve: curve.map((point, i) => ({ ...point, score: depths[i] })) };
}

/** How deep each value lies below the chord from the first to the last (Satopää et al. 2011), as a share of the fall from one to the other. */
function depthsBelowChord(values: readonly number[]): number[] {
  const [first, last] = [values[0], values[values.length - 1]];
  return values.map((value, i) => (first > last ? (first - value) / (first - last) - i / (values.length - 1) : 0));
}

/** What a partition scores by the criterion; null where it has no score, or only the whole curve tells. */
type Judge = (found: Partition) => Promise<number | null>;

async function judgeOf(kernel: Kernel, matrix: Matrix, weights: Weights, { criterion, metric, seed, pace }: AutoKOptions): Promise<Judge> {
  if (criterion === 'elbow') return async () => null;
  if (criterion === 'silhouette') {
    const select = (order: Int32Array): Matrix => selectRows(matrix, order);
    const options = { metric, sampleSize: SCORED_ROWS, seed, pace };
    return async ({ labels, k }) => meanScore(await pairwiseSilhouettes(kernel, select, labels, weights, k, options), weights);
  }
  const { dispersionOf } = await import('../metrics/dispersion.ts');
  const score = dispersionOf(matrix, weights, metric, pace);
  const name = criterion === 'davies-bouldin' ? 'daviesBouldin' : 'calinskiHarabasz';
  return async ({ labels, k }) => (await score(labels, k))[name];
}
