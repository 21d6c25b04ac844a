// What is told of labelled dense rows, in one pass: how far each lies from its centroid, which row of a cluster lies nearest to it, and by column how
// the cluster's rows spread about it, with the rows that have the least and the most there.

import { highSquares, lowSquares } from './distance';
import { weightAt } from './sums';

/** By label and column (k × columns): least and most values f32, and the rows that have them i32. */
let least: usize = 0;
let most: usize = 0;
let leastAt: usize = 0;
let mostAt: usize = 0;
/** By label: squared distance of the nearest row f64, and that row i32. */
let nearest: usize = 0;
let nearestAt: usize = 0;

/** The numbers of the lanes. */
const lanes = memory.data<i32>([0, 1, 2, 3], 16);

/** Bytes that `startMeasure` takes. */
export function measureBytes(k: i32, columns: i32): usize {
  return <usize>k * (<usize>columns * 16 + 16);
}

/** Takes `room` into use, in the order of the fields above but the nearest first; nothing is found yet, all rows are -1. */
export function startMeasure(k: i32, columns: i32, room: usize): void {
  const bytes = <usize>(k * columns) << 2;
  nearest = room;
  nearestAt = nearest + (<usize>k << 3);
  least = nearestAt + (<usize>k << 3);
  most = least + bytes;
  leastAt = most + bytes;
  mostAt = leastAt + bytes;
  for (let c: usize = 0; c < <usize>k; c++) store<f64>(nearest + (c << 3), f64.POSITIVE_INFINITY);
  memory.fill(nearestAt, 0xff, <usize>k << 2);
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(least + at, f32.POSITIVE_INFINITY);
    store<f32>(most + at, f32.NEGATIVE_INFINITY);
  }
  memory.fill(leastAt, 0xff, bytes << 1);
}

/**
 * Measures rows `first` up to `first + count`. Out: `distances` (f32, one a row): squared, to the own centroid; added to `squares` (f64, k × columns):
 * weight · squared difference. Rows without weight are measured, but not counted. Returns the sum of weight · squared distance, in row order.
 */
export function measureRows(
  rows: usize, weights: usize, first: i32, count: i32, columns: i32, centroids: usize, labels: usize, distances: usize, squares: usize,
): f64 {
  const stride = <usize>columns << 2;
  const quadsEnd = stride & ~15;
  const tail = columns & 3;
  const inTail = i32x4.lt_s(v128.load(lanes), i32x4.splat(tail));
  let sum: f64 = 0;
  for (let i = first; i < first + count; i++) {
    const label = <usize>load<i32>(labels + (<usize>i << 2));
    const weight = weightAt(weights, i);
    const w = f64x2.splat(weight);
    const offset = label * stride;
    const x = rows + <usize>i * stride;
    const c = centroids + offset;
    let square = squares + (offset << 1);
    let low = f64x2.splat(0);
    let high = low;
    let beyond = low;
    for (let j: usize = 0; j < quadsEnd; j += 16, square += 32) {
      const value = v128.load(x + j);
      const center = v128.load(c + j);
      const s0 = lowSquares(value, center), s1 = highSquares(value, center);
      low = f64x2.add(low, s0);
      high = f64x2.add(high, s1);
      v128.store(square, f64x2.add(v128.load(square), f64x2.mul(w, s0)));
      v128.store(square, f64x2.add(v128.load(square, 16), f64x2.mul(w, s1)), 16);
      beyond = v128.or(beyond, exceeds(value, offset + j));
    }
    if (tail != 0) {
      const value = v128.and(inTail, v128.load(x + quadsEnd));
      const center = v128.and(inTail, v128.load(c + quadsEnd));
      const s0 = lowSquares(value, center), s1 = highSquares(value, center);
      low = f64x2.add(low, s0);
      high = f64x2.add(high, s1);
      const first = f64x2.add(v128.load(square), f64x2.mul(w, s0));
      if (tail == 1) v128.store64_lane(square, first, 0);
      else v128.store(square, first);
      if (tail == 3) v128.store64_lane(square, f64x2.add(v128.load64_zero(square, 16), f64x2.mul(w, s1)), 0, 16);
      beyond = v128.or(beyond, v128.and(inTail, exceeds(value, offset + quadsEnd)));
    }
    low = f64x2.add(low, high);
    const distance = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
    store<f32>(distances + (<usize>i << 2), <f32>distance);
    sum += weight * distance;
    if (weight == 0) continue;
    if (v128.any_true(beyond)) widen(x, i, offset, stride);
    if (distance < load<f64>(nearest + (label << 3))) {
      store<f64>(nearest + (label << 3), distance);
      store<i32>(nearestAt + (label << 2), i);
    }
  }
  return sum;
}

/** In which lanes there is less or more than what was found at this place. */
// @ts-ignore: decorator
@inline
function exceeds(value: v128, at: usize): v128 {
  return v128.or(f32x4.lt(value, v128.load(least + at)), f32x4.gt(value, v128.load(most + at)));
}

/** Takes in a row that has less or more in some column than those before it. */
function widen(x: usize, row: i32, offset: usize, stride: usize): void {
  const number = i32x4.splat(row);
  const quadsEnd = stride & ~15;
  for (let j: usize = 0; j < quadsEnd; j += 16) {
    const value = v128.load(x + j);
    const at = offset + j;
    const low = v128.load(least + at), high = v128.load(most + at);
    v128.store(least + at, f32x4.pmin(low, value));
    v128.store(most + at, f32x4.pmax(high, value));
    v128.store(leastAt + at, v128.bitselect(number, v128.load(leastAt + at), f32x4.lt(value, low)));
    v128.store(mostAt + at, v128.bitselect(number, v128.load(mostAt + at), f32x4.gt(value, high)));
  }
  for (let j = quadsEnd; j < stride; j += 4) {
    const value = load<f32>(x + j);
    const at = offset + j;
    if (value < load<f32>(least + at)) {
      store<f32>(least + at, value);
      store<i32>(leastAt + at, row);
    }
    if (value > load<f32>(most + at)) {
      store<f32>(most + at, value);
      store<i32>(mostAt + at, row);
    }
  }
}
