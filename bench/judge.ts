import type { Task } from './task.ts';

/** What centroids are worth, whoever found them. */
export interface Quality {
  /** Sum of squared distances of the rows to their nearest centroid; NaN where a centroid has one. */
  readonly inertia: number;
  /** Centroids that no row is nearest to. */
  readonly empty: number;
}

/** Judges k × columns centroids by the task's rows, in f64: one judge for all libraries. */
export function judge({ matrix, k }: Task, centroids: readonly number[]): Quality {
  if (!centroids.every(Number.isFinite)) return { inertia: Number.NaN, empty: 0 };
  const distances = matrix.kind === 'dense' ? denseDistances(matrix, centroids, k) : sparseDistances(matrix, centroids, k);
  const used = new Set<number>();
  let inertia = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const { label, distance } = distances(row);
    used.add(label);
    inertia += distance;
  }
  return { inertia, empty: k - used.size };
}

type Nearest = (row: number) => { label: number; distance: number };
type Dense = Extract<Task['matrix'], { kind: 'dense' }>;
type Csr = Extract<Task['matrix'], { kind: 'csr' }>;

function denseDistances({ data, columns }: Dense, given: readonly number[], k: number): Nearest {
  const centroids = Float64Array.from(given);
  return (row) => {
    let label = 0;
    let distance = Infinity;
    for (let c = 0; c < k; c++) {
      let sum = 0;
      // a centroid that is already farther than the best needs no more columns
      for (let i = row * columns, j = c * columns; i < (row + 1) * columns && sum < distance; i++, j++)
        sum += (data[i] - centroids[j]) ** 2;
      if (sum < distance) {
        distance = sum;
        label = c;
      }
    }
    return { label, distance };
  };
}

function sparseDistances({ values, indices, offsets, columns }: Csr, given: readonly number[], k: number): Nearest {
  const centroids = Float64Array.from(given);
  const squares = Array.from({ length: k }, (_, c) => centroids.subarray(c * columns, (c + 1) * columns).reduce((s, v) => s + v * v, 0));
  return (row) => {
    let label = 0;
    let distance = Infinity;
    for (let c = 0; c < k; c++) {
      let sum = squares[c];
      for (let i = offsets[row]; i < offsets[row + 1]; i++) sum += values[i] * (values[i] - 2 * centroids[c * columns + indices[i]]);
      if (sum < distance) {
        distance = sum;
        label = c;
      }
    }
    return { label, distance: Math.max(0, distance) };
  };
}
