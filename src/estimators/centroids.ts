import type { Metric } from '../core/types.ts';
import type { StepSums } from '../engine/kernel.ts';

/**
 * Centroids from sums: means, or for cosine the sums brought to length 1. A centroid without weight, or whose sum is zero in cosine
 * space, stays where `previous` has it, and so do those that are not `touched`, where that is given.
 */
export function centroidsFrom(
  { sums, totals, touched }: Pick<StepSums, 'sums' | 'totals'> & Partial<Pick<StepSums, 'touched'>>,
  previous: Float32Array,
  columns: number,
  metric: Metric,
): Float32Array {
  const next = previous.slice();
  for (let c = 0; c < totals.length; c++) {
    if (touched?.[c] === 0) continue;
    const divisor = metric === 'cosine' ? lengthOf(sums, c * columns, columns) : totals[c];
    if (divisor > 0) {
      for (let i = c * columns; i < (c + 1) * columns; i++) next[i] = sums[i] / divisor + 0;
    }
  }
  return next;
}

/** Whether the squared moves between two sets of centroids, of which only the touched can have moved, sum up to more than `most`. */
export function movedMore(a: Float32Array, b: Float32Array, columns: number, touched: Uint8Array, most: number): boolean {
  let shift = 0;
  for (let c = 0; c < touched.length && shift <= most; c++) {
    if (touched[c] === 0) continue;
    for (let i = c * columns; i < (c + 1) * columns; i++) shift += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return !(shift <= most);
}

function lengthOf(values: Float64Array, from: number, count: number): number {
  let square = 0;
  for (let i = from; i < from + count; i++) square += values[i] * values[i];
  return Math.sqrt(square);
}
