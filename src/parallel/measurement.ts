import type { Measured, StepSums } from '../engine/kernel.ts';

/** What is told of all rows and the centroids of their labels; rows are counted through all parts. Rows without weight have but a distance. */
export interface Measurement extends Pick<Measured, 'distances' | 'nearest' | 'least' | 'most'>, Pick<StepSums, 'sums' | 'totals'> {
  /** By label and column (k × columns): weight · squared difference from the centroid. */
  readonly squares: Float64Array;
  /** Sum of weight · squared distance to the own centroid. */
  readonly inertia: number;
}

/** What was measured in neighbouring parts, the second of which has `first` rows before it, as of one; arrays of `a` are used again. */
export function joinMeasured(a: Measured, b: Measured, first: number): Measured {
  takeBetter(a.nearest, a.nearestDistances, b.nearest, b.nearestDistances, 1, first);
  takeBetter(a.least, a.leastValues, b.least, b.leastValues, 1, first);
  takeBetter(a.most, a.mostValues, b.most, b.mostValues, -1, first);
  const distances = new Float32Array(a.distances.length + b.distances.length);
  distances.set(a.distances);
  distances.set(b.distances, a.distances.length);
  return { ...a, distances };
}

type Values = Float32Array | Float64Array;

/** Takes the rows that have less (with -1: more) than those in `rows`; of equals the first stays. */
function takeBetter(rows: Int32Array, values: Values, others: Int32Array, otherValues: Values, sign: 1 | -1, first: number): void {
  for (let i = 0; i < rows.length; i++) {
    if (sign * otherValues[i] >= sign * values[i]) continue;
    values[i] = otherValues[i];
    rows[i] = others[i] + first;
  }
}
