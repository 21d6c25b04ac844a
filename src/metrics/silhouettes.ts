import type { Kernel } from '../engine/kernel.ts';
import { cosineSilhouettes } from './cosine-silhouette.ts';
import type { Groups } from './groups.ts';
import { type Points, selectPoints } from './points.ts';
import { pairwiseSilhouettes, type SilhouetteOptions } from './silhouette.ts';

/**
 * Silhouettes of distinct rows: by 1 − cosine exact for all, by euclidean distance for those of a sample, compared with each other. Every unknown row
 * counts as a cluster of its own, so it scores 0 and is a neighbour to the others.
 * @param weights One a distinct row; a row of weight w counts as w equal rows.
 * @returns One a distinct row; NaN for those not scored, and for all where all are in one cluster.
 */
export async function silhouettes(
  kernel: Kernel,
  points: Points,
  { clusters, names }: Pick<Groups, 'clusters' | 'names'>,
  weights: Float64Array,
  options: SilhouetteOptions,
): Promise<Float64Array> {
  let k = names.length;
  const labels = clusters.map((cluster) => (cluster < 0 ? k++ : cluster));
  const scores =
    options.metric === 'cosine'
      ? await cosineSilhouettes(points, labels, weights, k, options.pace)
      : await pairwiseSilhouettes(kernel, (order) => selectPoints(points, order), labels, weights, k, options);
  return scores.map((score, row) => (clusters[row] < 0 && !Number.isNaN(score) ? 0 : score));
}
