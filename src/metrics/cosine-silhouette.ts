import type { Pace } from '../core/pace.ts';
import { product, withoutNoise } from './distances.ts';
import { combine, type Points, type SparsePoints } from './points.ts';

/** Rows scored between two looks at the clock. */
const BATCH = 64;

/**
 * Silhouettes by 1 − cosine, as `pairwiseSilhouettes` defines them, of all rows and exact. Since the products of x with the rows of a cluster sum to
 * its product with their sum, no pair of rows is looked at: the cost is that of comparing every row with every cluster.
 * @param points Of length 1 (or 0), no two of a cluster equal. @param labels One a row, 0 to k − 1. @param weights One a row.
 * @returns One a row; NaN for rows that weigh nothing, and for all where fewer than two clusters have rows.
 */
export async function cosineSilhouettes(
  points: Points,
  labels: Int32Array,
  weights: Float64Array,
  k: number,
  pace: Pace,
): Promise<Float64Array> {
  const scores = new Float64Array(points.rows).fill(NaN);
  const totals = new Float64Array(k);
  labels.forEach((label, row) => {
    totals[label] += weights[row];
  });
  if (totals.filter((total) => total > 0).length < 2) return scores;
  const productsOf = withSums(points, combine(points, labels, weights, k));
  for (let row = 0; row < points.rows; row++) {
    if (row % BATCH === 0) await pace();
    if (weights[row] > 0) scores[row] = score(productsOf(row), totals, labels[row], weights[row] * (1 - product(points, row, points, row)));
  }
  return scores;
}

/** @param products With the sum of each cluster. @param self What the row's distances to its equals, which are 0, seem to sum to. */
function score(products: Float64Array, totals: Float64Array, own: number, self: number): number {
  const rest = totals[own] - 1;
  if (rest < 0.5) return 0; // alone in its cluster
  const a = withoutNoise((totals[own] - products[own] - self) / rest);
  let b = Infinity;
  for (let c = 0; c < totals.length; c++) {
    if (c !== own && totals[c] > 0) b = Math.min(b, withoutNoise((totals[c] - products[c]) / totals[c]));
  }
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}

/** The products of a row with each of the sums; good until the next call. */
function withSums(points: Points, sums: Points): (row: number) => Float64Array {
  const out = new Float64Array(sums.rows);
  if (points.kind === 'dense') {
    return (row) => {
      for (let c = 0; c < sums.rows; c++) out[c] = product(points, row, sums, c);
      return out;
    };
  }
  // by column: most sums have nothing in most columns
  const { values, indices: clusters, offsets } = transposed(sums as SparsePoints);
  return (row) => {
    out.fill(0);
    for (let i = points.offsets[row]; i < points.offsets[row + 1]; i++) {
      const column = points.indices[i];
      for (let j = offsets[column]; j < offsets[column + 1]; j++) out[clusters[j]] += points.values[i] * values[j];
    }
    return out;
  };
}

function transposed({ values, indices, offsets, rows, columns }: SparsePoints): SparsePoints {
  const starts = new Uint32Array(columns + 1);
  for (const column of indices) starts[column + 1]++;
  for (let column = 0; column < columns; column++) starts[column + 1] += starts[column];
  const next = starts.slice();
  const turned = { values: new Float64Array(values.length), indices: new Uint32Array(values.length) };
  for (let row = 0; row < rows; row++) {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      const to = next[indices[i]]++;
      turned.values[to] = values[i];
      turned.indices[to] = row;
    }
  }
  return { kind: 'csr', ...turned, offsets: starts, rows: columns, columns: rows };
}
