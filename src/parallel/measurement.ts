import type { Measured, StepSums } from '../engine/kernel.ts';

/** What is told of all rows and the centroids of their labels; rows are counted through all parts. Rows without weight have but a distance. */
export interface Measurement extends Pick<Measured, 'nearest' | 'least' | 'most'>, Pick<StepSums, 'sums' | 'totals'> {
  /** Distance of each row to its centroid, one array a part. */
  readonly distances: readonly Float32Array[];
  /** By label and column (k × columns): weight · squared difference from the centroid. */
  readonly squares: Float64Array;
  /** Sum of weight · squared distance to the own centroid. */
  readonly inertia: number;
}

/** What was measured in all parts, the first rows in the first part; its arrays are used again. */
export function joinMeasured(parts: readonly Measured[]): Pick<Measurement, 'nearest' | 'least' | 'most' | 'distances'> {
  const [a, ...others] = parts;
  let first = a.distances.length;
  for (const b of others) {
    takeBetter(a.nearest, a.nearestDistances, b.nearest, b.nearestDistances, 1, first);
    takeBetter(a.least, a.leastValues, b.least, b.leastValues, 1, first);
    takeBetter(a.most, a.mostValues, b.most, b.mostValues, -1, first);
    first += b.distances.length;
  }
  return { ...a, distances: parts.map(({ distances }) => distances) };
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
