import type { Pace } from '../core/pace.ts';
import type { Matrix, Metric, Weights } from '../core/types.ts';
import { squaredDistance } from './distances.ts';
import { combine, type Points, toPoints } from './points.ts';

/** Rows measured between two looks at the clock. */
const BATCH = 1024;

export interface Dispersion {
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
}

/** Weights of the groups, and each row's share of its group's. */
export function shares(groupOf: Int32Array, weights: Weights, groups: number): { totals: Float64Array; factors: Float64Array } {
  const totals = new Float64Array(groups);
  groupOf.forEach((group, row) => {
    if (group >= 0) totals[group] += weights[row];
  });
  const factors = Float64Array.from(weights, (weight, row) => (weight > 0 && groupOf[row] >= 0 ? weight / totals[groupOf[row]] : 0));
  return { totals, factors };
}

/**
 * Davies-Bouldin index (Davies & Bouldin, "A cluster separation measure", 1979): for each cluster the largest ratio of the mean distances of two
 * clusters' rows to their means and the distance of these means, averaged over the clusters; lower is better. Clusters of the same mean are passed over.
 * Calinski-Harabasz score (Calinski & Harabasz, "A dendrite method for cluster analysis", 1974): dispersion of the means over that of the rows about
 * them, each by its degrees of freedom; higher is better, 1 where the rows do not disperse at all.
 * Distances are euclidean; means are those of the rows. A row of weight w counts as w equal rows.
 * Both are null for fewer than two clusters, and where no cluster has more than one row.
 * @param points Rows that differ within a cluster. @param labels One a row, 0 to k − 1, or -1 to leave the row out; each cluster weighs something.
 * @param weights One a row.
 */
export async function dispersion(points: Points, labels: Int32Array, weights: Weights, k: number, pace: Pace): Promise<Dispersion> {
  const { totals, factors } = shares(labels, weights, k);
  const means = combine(points, labels, factors, k);
  const spreads = new Float64Array(k);
  let within = 0;
  for (let row = 0; row < points.rows; row++) {
    if (row % BATCH === 0) await pace();
    if (labels[row] < 0) continue;
    const square = squaredDistance(points, row, means, labels[row]);
    spreads[labels[row]] += factors[row] * Math.sqrt(square);
    within += weights[row] * square;
  }
  const total = totals.reduce((sum, weight) => sum + weight, 0);
  if (k < 2 || (within === 0 && total <= k)) return { daviesBouldin: null, calinskiHarabasz: null };
  const balance = totals.map((weight) => weight / total);
  const middle = combine(means, new Int32Array(k), balance, 1);
  let between = 0;
  for (let c = 0; c < k; c++) between += totals[c] * squaredDistance(means, c, middle, 0);
  return {
    daviesBouldin: await meanOfWorst(means, spreads, pace),
    calinskiHarabasz: total <= k ? null : within === 0 ? 1 : (between * (total - k)) / (within * (k - 1)),
  };
}

/** The dispersion of all rows of a matrix in the engine's form, by one partition after the other. */
export function dispersionOf(
  matrix: Matrix,
  weights: Weights,
  metric: Metric,
  pace: Pace,
): (labels: Int32Array, k: number) => Promise<Dispersion> {
  const all = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const points = toPoints(matrix, all, { metric, columns: matrix.columns, offset: null, scale: 1 });
  return (labels, k) => dispersion(points, labels, weights, k, pace);
}

/** For each cluster the largest (spread + spread of another) / distance of their means; the mean of these. */
async function meanOfWorst(means: Points, spreads: Float64Array, pace: Pace): Promise<number> {
  const worst = new Float64Array(means.rows);
  for (let a = 1; a < means.rows; a++) {
    await pace();
    for (let b = 0; b < a; b++) {
      const sum = spreads[a] + spreads[b];
      // a distance beyond this would make the ratio smaller than both have seen
      const limit = (sum / Math.min(worst[a], worst[b])) ** 2;
      const distance = Math.sqrt(squaredDistance(means, a, means, b, limit));
      if (!(distance > 0)) continue;
      worst[a] = Math.max(worst[a], sum / distance);
      worst[b] = Math.max(worst[b], sum / distance);
    }
  }
  return worst.reduce((sum, ratio) => sum + ratio, 0) / worst.length;
}
