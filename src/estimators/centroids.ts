import type { Metric } from '../core/types.ts';
import type { StepSums } from '../engine/kernel.ts';

/**
 * Moves centroids to where sums have them: means, or for cosine the sums brought to length 1. A centroid without weight, or whose sum is zero in cosine
 * space, stays where it is, and so do those that are not `touched`, where that is given.
 * @returns the sum of the squared moves.
 */
export function moveCentroids(
  centroids: Float32Array,
  { sums, totals, touched }: Pick<StepSums, 'sums' | 'totals'> & Partial<Pick<StepSums, 'touched'>>,
  columns: number,
  metric: Metric,
): number {
  let moves = 0;
  for (let c = 0; c < totals.length; c++) {
    if (touched?.[c] === 0) continue;
    const divisor = metric === 'cosine' ? lengthOf(sums, c * columns, columns) : totals[c];
    if (!(divisor > 0)) continue;
    for (let i = c * columns; i < (c + 1) * columns; i++) {
      const before = centroids[i];
      centroids[i] = sums[i] / divisor + 0;
      moves += (centroids[i] - before) * (centroids[i] - before);
    }
  }
  return moves;
}

function lengthOf(values: Float64Array, from: number, count: number): number {
  let square = 0;
  for (let i = from; i < from + count; i++) square += values[i] * values[i];
  return Math.sqrt(square);
}
