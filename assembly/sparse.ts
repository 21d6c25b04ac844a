// The same family for sparse rows (CSR): row i holds values[offsets[i] … offsets[i+1]) in columns indices[…]. Centroids stay dense.

import { begin, offer, settle } from './best';
import { moveSparseRow, weightAt } from './sums';

/** Centroids in a panel of sparse rows: one cache line a column. */
export const SPARSE_WIDTH: i32 = 16;

/** Of one operation in f64 and two distances, with more than enough to spare. */
const EXACT_ROUNDING: f32 = 1e-15;

const state = memory.data(48, 16) // STATE_BYTES;

/** Dot product of one sparse row with a dense one, in f64, in column order. */
// @ts-ignore: decorator
@inline
function dot(values: usize, indices: usize, from: usize, to: usize, dense: usize): f64 {
  let sum: f64 = 0;
  for (let e = from; e < to; e += 4) {
    sum += <f64>load<f32>(values + e) * <f64>load<f32>(dense + (<usize>load<u32>(indices + e) << 2));
  }
  return sum;
}

/** Squared euclidean distance from the dot product and both squared lengths, or 1 − dot for cosine. */
// @ts-ignore: decorator
@inline
function fromDot(product: f64, rowSquare: f64, centroidSquare: f64, cosine: bool): f64 {
  return cosine ? 1 - product : max(0, rowSquare + centroidSquare - 2 * product);
}

/** Exact squared length (f64) of each sparse row, to `squares`, and its length, to `out` (f32). */
export function sparseLengths(values: usize, offsets: usize, count: i32, squares: usize, out: usize): void {
  for (let i = 0; i < count; i++) {
    let square: f64 = 0;
    const to = load<u32>(offsets + (<usize>(i + 1) << 2));
    for (let e = load<u32>(offsets + (<usize>i << 2)); e < to; e++) {
      const value = <f64>load<f32>(values + (<usize>e << 2));
      square += value * value;
    }
    store<f64>(squares + (<usize>i << 3), square);
    store<f32>(out + (<usize>i << 2), <f32>sqrt(square));
  }
}

/** As `assignDense`, for rows `first` up to `first + count`; `unit` is the rounding error of one addition. */
export function assignSparse(
  values: usize, indices: usize, offsets: usize, lengths: usize, squares: usize, weights: usize, first: i32, count: i32,
  columns: i32, cosine: bool, centroids: usize, panels: usize, base: usize, centroidSquares: usize, k: i32, largest: f32, unit: f32,
  labels: usize, sums: usize, totals: usize, members: usize,
): i32 {
  const panelCount = (k + SPARSE_WIDTH - 1) / SPARSE_WIDTH;
  const columnBytes = <usize>(panelCount * SPARSE_WIDTH) << 2;
  let changed = 0;
  for (let i = first; i < first + count; i++) {
    const from = <usize>load<u32>(offsets + (<usize>i << 2)) << 2;
    const to = <usize>load<u32>(offsets + (<usize>(i + 1) << 2)) << 2;
    begin(state);
    let ids = i32x4(0, 1, 2, 3);
    for (let p = 0; p < panelCount; p++) {
      const at = <usize>(p * SPARSE_WIDTH) << 2;
      scorePanel(values, indices, from, to, columnBytes, panels + at, base + at, ids);
      ids = i32x4.add(ids, i32x4.splat(SPARSE_WIDTH));
    }
    const length = load<f32>(lengths + (<usize>i << 2));
    const entries = <f32>(((to - from) >> 2) + 3);
    // of two scores in f32, and of two exact distances, beside which a difference is a tie
    const error = unit * entries * scoreSize(length, largest, cosine) + EXACT_ROUNDING * entries * (length + largest) * (length + largest);
    let label = settle(state, error);
    if (label < 0) {
      label = nearestSparse(values, indices, from, to, load<f64>(squares + (<usize>i << 3)), columns, cosine, centroids, centroidSquares, k);
    }
    const old = load<i32>(labels + (<usize>i << 2));
    if (label != old) {
      store<i32>(labels + (<usize>i << 2), label);
      changed++;
      if (sums != 0) {
        moveSparseRow(values, indices, from, to, weightAt(weights, i), columns, old, label, sums, totals, members);
      }
    }
  }
  return changed;
}

// @ts-ignore: decorator
@inline
function scorePanel(values: usize, indices: usize, from: usize, to: usize, columnBytes: usize, panel: usize, base: usize, ids: v128): void {
  let a0 = v128.load(base);
  let a1 = v128.load(base, 16);
  let a2 = v128.load(base, 32);
  let a3 = v128.load(base, 48);
  for (let e = from; e < to; e += 4) {
    const v = v128.load32_splat(values + e);
    const c = panel + <usize>load<u32>(indices + e) * columnBytes;
    a0 = f32x4.add(a0, f32x4.mul(v, v128.load(c)));
    a1 = f32x4.add(a1, f32x4.mul(v, v128.load(c, 16)));
    a2 = f32x4.add(a2, f32x4.mul(v, v128.load(c, 32)));
    a3 = f32x4.add(a3, f32x4.mul(v, v128.load(c, 48)));
  }
  offer(state, a0, ids);
  offer(state, a1, i32x4.add(ids, i32x4.splat(4)));
  offer(state, a2, i32x4.add(ids, i32x4.splat(8)));
  offer(state, a3, i32x4.add(ids, i32x4.splat(12)));
}

function nearestSparse(
  values: usize, indices: usize, from: usize, to: usize, rowSquare: f64, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, k: i32,
): i32 {
  let best = 0;
  let least = f64.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    const product = dot(values, indices, from, to, centroids + ((<usize>c * columns) << 2));
    const d = fromDot(product, rowSquare, load<f64>(centroidSquares + (<usize>c << 3)), cosine);
    if (d < least) {
      least = d;
      best = c;
    }
  }
  return best;
}

/** Distance of each row to the centroid its label names, to `out` (f64). */
export function labelDistancesSparse(
  values: usize, indices: usize, offsets: usize, squares: usize, count: i32, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, labels: usize, out: usize,
): void {
  for (let i = 0; i < count; i++) {
    const c = load<i32>(labels + (<usize>i << 2));
    store<f64>(out + (<usize>i << 3), sparseDistance(values, indices, offsets, squares, i, columns, cosine, centroids, centroidSquares, c));
  }
}

/** Sum of weight · distance to the centroid the label names, in row order. */
export function inertiaSparse(
  values: usize, indices: usize, offsets: usize, squares: usize, weights: usize, count: i32, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, labels: usize,
): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const c = load<i32>(labels + (<usize>i << 2));
    sum += weightAt(weights, i) * sparseDistance(values, indices, offsets, squares, i, columns, cosine, centroids, centroidSquares, c);
  }
  return sum;
}

/** Distances of each row to every centroid, to `out` (f64, rows × k). */
export function allDistancesSparse(
  values: usize, indices: usize, offsets: usize, squares: usize, count: i32, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, k: i32, out: usize,
): void {
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < k; c++, out += 8) {
      store<f64>(out, sparseDistance(values, indices, offsets, squares, i, columns, cosine, centroids, centroidSquares, c));
    }
  }
}

// @ts-ignore: decorator
@inline
function sparseDistance(
  values: usize, indices: usize, offsets: usize, squares: usize, i: i32, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, c: i32,
): f64 {
  const from = <usize>load<u32>(offsets + (<usize>i << 2)) << 2;
  const to = <usize>load<u32>(offsets + (<usize>(i + 1) << 2)) << 2;
  const product = dot(values, indices, from, to, centroids + ((<usize>c * columns) << 2));
  return fromDot(product, load<f64>(squares + (<usize>i << 3)), load<f64>(centroidSquares + (<usize>c << 3)), cosine);
}

/** How large the parts of a score can be: what its rounding error is relative to. */
// @ts-ignore: decorator
@inline
function scoreSize(length: f32, largest: f32, cosine: bool): f32 {
  return cosine ? length * largest : largest * (largest + 2 * length);
}
