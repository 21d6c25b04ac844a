// The same family for sparse rows (CSR): row i holds values[offsets[i] … offsets[i+1]) in columns indices[…]. Centroids stay dense.

import { settle } from './best';
import { EXACT_ROUNDING } from './exact';
import { GRAINS, grainScale, lostShare, whole } from './quantise';
import { moveSparseRow, weightAt } from './sums';

/** Centroids in a panel of sparse rows. */
export const SPARSE_WIDTH: i32 = 16;

/** Of two scores of a few f32 operations each, relative. */
const ROUNDING: f32 = 2e-6;
/** Four times what counts as no length in `quantise.ts`; and more than underflow takes from a score. */
const VANISHING: f32 = 4e-30;
const TINY: f32 = 1e-36;

/** What the search of a row found, see `best.ts`. */
const state = memory.data(48, 16);

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

/**
 * As `assignDense`, for rows `first` up to `first + count`. `table`: the centroids as whole numbers, see `packGrains`. `pairs` has room for the pairs
 * of the longest row, 12 bytes each.
 */
export function assignSparse(
  values: usize, indices: usize, offsets: usize, lengths: usize, squares: usize, weights: usize, first: i32, count: i32,
  columns: i32, cosine: bool, centroids: usize, table: usize, base: usize, centroidSquares: usize, k: i32, largest: f32, pairs: usize,
  labels: usize, sums: usize, totals: usize, members: usize,
): i32 {
  const panelCount = (k + SPARSE_WIDTH - 1) / SPARSE_WIDTH;
  const columnBytes = <usize>(panelCount * SPARSE_WIDTH) << 1;
  const factor: f32 = cosine ? 1 : 2;
  let changed = 0;
  for (let i = first; i < first + count; i++) {
    const from = <usize>load<u32>(offsets + (<usize>i << 2)) << 2;
    const to = <usize>load<u32>(offsets + (<usize>(i + 1) << 2)) << 2;
    const length = load<f32>(lengths + (<usize>i << 2));
    const end = packPairs(values, indices, from, to, grainScale(length), columnBytes, pairs);
    const unit = -factor * length * largest / GRAINS / GRAINS;
    searchPanels(pairs, end, table, base, unit, panelCount * SPARSE_WIDTH);
    const entries = <f32>((to - from) >> 2);
    let label = settle(state, errorOf(entries, length, largest, factor, cosine));
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

/** Rounding error of two scores of a row with so many values, and of two exact distances, beside which a difference is a tie. */
// @ts-ignore: decorator
@inline
function errorOf(entries: f32, length: f32, largest: f32, factor: f32, cosine: bool): f32 {
  const parts = cosine ? length * largest : largest * (largest + 2 * length);
  const lost = lostShare(entries + 1); // only columns that the row has take part
  const exact = EXACT_ROUNDING * (entries + 3) * (length + largest) * (length + largest);
  return <f32>2 * factor * length * largest * lost + ROUNDING * parts + VANISHING * (length + largest) + exact + TINY;
}

/** Writes a row's values as whole numbers, two and two, each pair with where its columns are in the table. Returns the end. */
// @ts-ignore: decorator
@inline
function packPairs(values: usize, indices: usize, from: usize, to: usize, scale: f32, columnBytes: usize, pairs: usize): usize {
  let pair = pairs;
  for (let e = from; e < to; e += 8, pair += 12) {
    const second = e + 4 < to;
    const low = whole(load<f32>(values + e) * scale);
    const high = second ? whole(load<f32>(values + e + 4) * scale) : 0;
    const column = <usize>load<u32>(indices + e) * columnBytes;
    store<i32>(pair, (low & 0xffff) | (high << 16));
    store<usize>(pair, column, 4);
    store<usize>(pair, second ? <usize>load<u32>(indices + e + 4) * columnBytes : column, 8);
  }
  return pair;
}

/** The numbers of a panel's centroids, counted from its first. */
const panelIds = memory.data<i32>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);

/** Scores one row against all centroids, 16 at a time, of which there are `lanes`. */
// @ts-ignore: decorator
@inline
function searchPanels(pairs: usize, end: usize, table: usize, base: usize, unit: f32, lanes: i32): void {
  const u = f32x4.splat(unit);
  let best = f32x4.splat(f32.POSITIVE_INFINITY), second = best, ids = i32x4.splat(0);
  for (let p = 0; p < lanes; p += SPARSE_WIDTH, table += 2 * SPARSE_WIDTH, base += 4 * SPARSE_WIDTH) {
    let a = i32x4.splat(0), b = a, c = a, d = a;
    for (let pair = pairs; pair < end; pair += 12) {
      const v = v128.load32_splat(pair);
      const x = table + load<usize>(pair, 4);
      const y = table + load<usize>(pair, 8);
      const x0 = v128.load(x), y0 = v128.load(y), x1 = v128.load(x, 16), y1 = v128.load(y, 16);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v, v128.shuffle<i16>(x0, y0, 0, 8, 1, 9, 2, 10, 3, 11)));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v, v128.shuffle<i16>(x0, y0, 4, 12, 5, 13, 6, 14, 7, 15)));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v, v128.shuffle<i16>(x1, y1, 0, 8, 1, 9, 2, 10, 3, 11)));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v, v128.shuffle<i16>(x1, y1, 4, 12, 5, 13, 6, 14, 7, 15)));
    }
    // four scores a lane: the least and the second least of them, and which of the four the least is
    const e = score(a, u, base), f = score(b, u, base + 16), g = score(c, u, base + 32), h = score(d, u, base + 48);
    const ef = f32x4.pmin(e, f), gh = f32x4.pmin(g, h);
    const least = f32x4.pmin(ef, gh);
    const next = f32x4.pmin(f32x4.pmax(ef, gh), f32x4.pmin(f32x4.pmax(e, f), f32x4.pmax(g, h)));
    const low = v128.bitselect(v128.load(panelIds, 16), v128.load(panelIds), f32x4.lt(f, e));
    const high = v128.bitselect(v128.load(panelIds, 48), v128.load(panelIds, 32), f32x4.lt(h, g));
    const id = i32x4.add(i32x4.splat(p), v128.bitselect(high, low, f32x4.lt(gh, ef)));
    ids = v128.bitselect(id, ids, f32x4.lt(least, best));
    second = f32x4.pmin(f32x4.pmin(second, next), f32x4.pmax(best, least));
    best = f32x4.pmin(best, least);
  }
  v128.store(state, best);
  v128.store(state, second, 16);
  v128.store(state, ids, 32);
}

// @ts-ignore: decorator
@inline
function score(sums: v128, unit: v128, base: usize): v128 {
  return f32x4.add(v128.load(base), f32x4.mul(f32x4.convert_i32x4_s(sums), unit));
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

function sparseDistance(
  values: usize, indices: usize, offsets: usize, squares: usize, i: i32, columns: i32, cosine: bool,
  centroids: usize, centroidSquares: usize, c: i32,
): f64 {
  const from = <usize>load<u32>(offsets + (<usize>i << 2)) << 2;
  const to = <usize>load<u32>(offsets + (<usize>(i + 1) << 2)) << 2;
  const product = dot(values, indices, from, to, centroids + ((<usize>c * columns) << 2));
  return fromDot(product, load<f64>(squares + (<usize>i << 3)), load<f64>(centroidSquares + (<usize>c << 3)), cosine);
}
