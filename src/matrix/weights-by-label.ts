import type { Weights } from '../core/types.ts';

/** Weight of the rows of each of k labels; rows of label -1 count nowhere. */
export function weightsByLabel(labels: ArrayLike<number>, weights: Weights, k: number): Float64Array {
  const sums = new Float64Array(k);
  for (let row = 0; row < labels.length; row++) if (labels[row] >= 0) sums[labels[row]] += weights[row];
  return sums;
}
