import type { Pace } from '../core/pace.ts';
import type { Matrix, Progress, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { silhouette } from '../metrics/silhouette.ts';
import type { Rows } from '../parallel/rows.ts';
import { type KMeansOptions, kMeans, type Partition } from './kmeans.ts';

export interface AutoKOptions extends Omit<KMeansOptions, 'k' | 'init'> {
  readonly init: 'k-means++' | 'random';
  readonly maxClusters: number;
  readonly pace: Pace;
}

/** Distinct rows that a candidate is scored on at most. */
const SCORED_ROWS = 2048;

/** Distinct rows of so many that a candidate is scored on. */
export function scoredRows(rows: number): number {
  return Math.min(rows, SCORED_ROWS);
}

/**
 * Tries 2, 3, … clusters (up to `maxClusters` and the square root of the distinct rows, at least 2) and keeps the partition whose mean silhouette is
 * highest; of equal ones the first. Rows must be distinct, and at least 3 of them must weigh something.
 */
export async function autoK(kernel: Kernel, matrix: Matrix, rows: Rows, weights: Weights, options: AutoKOptions): Promise<Partition> {
  const { maxClusters, pace, onProgress, metric, seed } = options;
  const last = Math.max(2, Math.min(maxClusters, Math.floor(Math.sqrt(rows.rows))));
  let best: Partition | undefined;
  let bestScore = -Infinity;
  for (let k = 2; k <= last; k++) {
    const share = (done: number): number => (k - 2 + done) / (last - 1);
    const report = onProgress && ((progress: Progress) => onProgress({ ...progress, done: share(progress.done) }));
    const found = await kMeans(rows, weights, { ...options, k, onProgress: report });
    const { mean } = await silhouette(kernel, matrix, found.labels, weights, k, { metric, sampleSize: SCORED_ROWS, seed, pace });
    if (best === undefined || (mean !== null && mean > bestScore)) {
      best = found;
      bestScore = mean ?? -Infinity;
    }
  }
  return best as Partition;
}
