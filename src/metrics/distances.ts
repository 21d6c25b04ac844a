import type { Metric } from '../core/types.ts';
import type { Points, SparsePoints } from './points.ts';

/** Columns added up between two looks at the limit. */
const STRIDE = 64;

/** Squared euclidean distance of point `i` to point `j` of others of the same kind; once it is known to exceed `limit`, any number above that. */
export function squaredDistance(points: Points, i: number, others: Points, j: number, limit = Infinity): number {
  if (points.kind === 'csr') return mergeRows(points, i, others as SparsePoints, j, (x, y) => (x - y) * (x - y));
  const { data, columns } = points;
  const other = others as typeof points;
  let sum = 0;
  for (let from = 0; from < columns && sum <= limit; from += STRIDE) {
    const to = Math.min(from + STRIDE, columns);
    for (let c = from; c < to; c++) {
      const difference = data[i * columns + c] - other.data[j * columns + c];
      sum += difference * difference;
    }
  }
  return sum;
}

/** Inner product of point `i` with point `j` of others of the same kind. */
export function product(points: Points, i: number, others: Points, j: number): number {
  if (points.kind === 'csr') return mergeRows(points, i, others as SparsePoints, j, (x, y) => x * y);
  const { data, columns } = points;
  const other = others as typeof points;
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += data[i * columns + c] * other.data[j * columns + c];
  return sum;
}

/** 1 − cosine below this is rounding: f32 rows whose directions differ as little as they can are hardly farther apart. */
const NOISE = 1e-12;

/** 1 − cosine of what may be equal. */
export function withoutNoise(distance: number): number {
  return distance < NOISE ? 0 : distance;
}

/** The objective's distance: squared for euclidean, 1 − cosine for points of length 1. */
export function objective(metric: Metric, points: Points, i: number, others: Points, j: number, limit?: number): number {
  return metric === 'cosine' ? withoutNoise(1 - product(points, i, others, j)) : squaredDistance(points, i, others, j, limit);
}

/** Sums `term` of both values over the columns where either has one. */
function mergeRows(a: SparsePoints, i: number, b: SparsePoints, j: number, term: (x: number, y: number) => number): number {
  let [at, bt] = [a.offsets[i], b.offsets[j]];
  const [aEnd, bEnd] = [a.offsets[i + 1], b.offsets[j + 1]];
  let sum = 0;
  while (at < aEnd || bt < bEnd) {
    const ahead = at < aEnd ? a.indices[at] : Infinity;
    const behind = bt < bEnd ? b.indices[bt] : Infinity;
    sum += term(ahead <= behind ? a.values[at] : 0, behind <= ahead ? b.values[bt] : 0);
    at += Number(ahead <= behind);
    bt += Number(behind <= ahead);
  }
  return sum;
}
