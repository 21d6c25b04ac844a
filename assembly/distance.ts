// Exact distances: f32 values widened to f64 and added in column order, as the plain-TypeScript twin does, so both agree to the bit.

import { upperHalf } from './lanes';
import { weightAt } from './sums';

/** Squared euclidean distance, or 1 − x·c for cosine (rows and centroids have unit length), of two dense rows. */
export function distance(x: usize, c: usize, columns: i32, cosine: bool): f64 {
  let sum: f64 = 0;
  const end = x + (<usize>columns << 2);
  if (cosine) {
    for (; x < end; x += 4, c += 4) sum += <f64>load<f32>(x) * <f64>load<f32>(c);
    return 1 - sum;
  }
  for (; x < end; x += 4, c += 4) {
    const difference = <f64>load<f32>(x) - <f64>load<f32>(c);
    sum += difference * difference;
  }
  return sum;
}

/** Squared differences of the lower two lanes (f32), in f64. */
// @ts-ignore: decorator
@inline
export function lowSquares(a: v128, b: v128): v128 {
  const difference = f64x2.sub(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
  return f64x2.mul(difference, difference);
}

/** Those of the upper two. */
// @ts-ignore: decorator
@inline
export function highSquares(a: v128, b: v128): v128 {
  return lowSquares(upperHalf(a), upperHalf(b));
}

/** The squared euclidean distance, added up in another order, which takes less time: for bounds, which leave room for rounding. */
export function nearlyDistance(x: usize, c: usize, columns: i32): f64 {
  let low = f64x2.splat(0), high = low;
  const end = x + (<usize>columns << 2);
  for (const foursEnd = x + (<usize>(columns & ~3) << 2); x < foursEnd; x += 16, c += 16) {
    const value = v128.load(x), center = v128.load(c);
    low = f64x2.add(low, lowSquares(value, center));
    high = f64x2.add(high, highSquares(value, center));
  }
  low = f64x2.add(low, high);
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (; x < end; x += 4, c += 4) {
    const difference = <f64>load<f32>(x) - <f64>load<f32>(c);
    sum += difference * difference;
  }
  return sum;
}

/** Distance of each row to the centroid its label names, to `out` (f64). */
export function labelDistances(rows: usize, count: i32, columns: i32, cosine: bool, centroids: usize, labels: usize, out: usize): void {
  for (let i = 0; i < count; i++) {
    const label = load<i32>(labels + (<usize>i << 2));
    const c = centroids + ((<usize>label * columns) << 2);
    store<f64>(out + (<usize>i << 3), distance(rows + ((<usize>i * columns) << 2), c, columns, cosine));
  }
}

/** Sum of weight · distance to the centroid the label names, in row order. */
export function inertia(rows: usize, weights: usize, count: i32, columns: i32, cosine: bool, centroids: usize, labels: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++, rows += <usize>columns << 2) {
    const c = centroids + ((<usize>load<i32>(labels + (<usize>i << 2)) * columns) << 2);
    sum += weightAt(weights, i) * distance(rows, c, columns, cosine);
  }
  return sum;
}

/** Distances of each row to every centroid, to `out` (f64, rows × k). */
export function allDistances(rows: usize, count: i32, columns: i32, cosine: bool, centroids: usize, k: i32, out: usize): void {
  for (let i = 0; i < count; i++) {
    const x = rows + ((<usize>i * columns) << 2);
    for (let c = 0; c < k; c++, out += 8) store<f64>(out, distance(x, centroids + ((<usize>c * columns) << 2), columns, cosine));
  }
}

/** Length of each dense row, to `out` (f32), for the rounding margin. */
export function lengths(rows: usize, count: i32, columns: i32, out: usize): void {
  for (let i = 0; i < count; i++, rows += <usize>columns << 2) store<f32>(out + (<usize>i << 2), <f32>sqrt(squareOf(rows, columns)));
}

/** Squared length of a dense row, two columns at a time. */
export function squareOf(x: usize, columns: i32): f64 {
  let sum = f64x2.splat(0);
  const end = x + (<usize>columns << 2);
  for (; x + 8 <= end; x += 8) {
    const v = f64x2.promote_low_f32x4(v128.load64_zero(x));
    sum = f64x2.add(sum, f64x2.mul(v, v));
  }
  let square = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (x < end) square += <f64>load<f32>(x) * <f64>load<f32>(x);
  return square;
}
