// What is known of the distances between rows and centroids without working them out. Each row keeps an upper bound on the distance to its own centroid
// and a lower bound on the distance to all others (Hamerly 2010); `groups.ts` keeps a lower bound for each group of centroids. Centroids that moved by s
// change a distance by at most s.
//
// Bounds hold in spite of rounding: upper ones are rounded up, lower ones down.
//
//   a block of 64 rows:  upper f32×64 | lower f32×64

import { centroids, columns, k, scoreErrors, UP } from './centroids';
import { distance } from './distance';
import { gather } from './lanes';

/** Rows in a block. */
export const BLOCK: i32 = 64;

/** Rounding of a few f32 operations, up and down. */
const ups = memory.data<f32>([1.000001, 1.000001, 1.000001, 1.000001], 16);
const downs = memory.data<f32>([0.999999, 0.999999, 0.999999, 0.999999], 16);
/** Rounding of |x|², which takes part where scores become distances, relative. */
const SQUARE: f32 = 5e-7;

let bounds: usize = 0;
/** f32, k: how far each centroid moved. */
let shifts: usize = 0;
/** How far the farthest did. */
let farthest: f32 = 0;

/** Bytes from a row's upper bound to its lower one. */
export const LOWER_STEP: usize = 256; // BLOCK × 4

/** Bytes of bounds for `rows` rows. */
export function boundsBytes(rows: i32): usize {
  return <usize>((rows + BLOCK - 1) / BLOCK) * LOWER_STEP * 2;
}

/** Takes bounds into use, after `useCentroids`, and measures how far the centroids moved since `before` (f32, k × columns). */
export function useBounds(bounds_: usize, shifts_: usize, before: usize): void {
  bounds = bounds_;
  shifts = shifts_;
  farthest = 0;
  for (let c: usize = 0; c < <usize>k; c++) farthest = max(farthest, measureShift(before, c, shifts));
}

/** How far a centroid moved since `before` (f32, k × columns), rounded up; it is written to `shifts` (f32, k) too. */
export function measureShift(before: usize, c: usize, shifts: usize): f32 {
  const shift = exactUpper(before + ((c * columns) << 2), <i32>c);
  store<f32>(shifts + (c << 2), shift);
  return shift;
}

/** The distance of a row to a centroid, rounded up. */
export function exactUpper(x: usize, label: i32): f32 {
  return <f32>sqrt(distance(x, centroids + ((<usize>label * columns) << 2), columns, false)) * UP;
}

/** Where a row's upper bound is; its lower one follows at `LOWER_STEP`. */
// @ts-ignore: decorator
@inline
export function upperAt(row: i32): usize {
  return bounds + <usize>(row >> 6) * LOWER_STEP * 2 + (<usize>(row & (BLOCK - 1)) << 2);
}

/**
 * Moves the bounds of a block of `size` rows by what the centroids moved. Rows whose own centroid need not be the nearest any more are added to
 * `open` (i32), which counts from row `from`. Returns how many.
 */
export function openFailed(first: i32, size: i32, labels: usize, from: i32, open: usize): i32 {
  const upper = upperAt(first);
  const own = labels + (<usize>first << 2);
  const wholeFours = size & ~3;
  let failed = 0;
  for (let r = 0; r < size; r += 4) {
    const at = <usize>r << 2;
    const label = own + at;
    // labels behind the last row repeat the last one's: their rows are masked
    const one: usize = r + 1 < size ? 4 : 0;
    const two: usize = r + 2 < size ? 8 : one;
    const three: usize = r + 3 < size ? 12 : two;
    let fails = moveFour(upper + at, label, label + one, label + two, label + three);
    if (r >= wholeFours) fails &= (1 << (size - r)) - 1;
    while (fails != 0) {
      store<i32>(open + (<usize>(failed++) << 2), first - from + r + ctz(fails));
      fails &= fails - 1;
    }
  }
  return failed;
}

/** Moves the bounds of four rows, whose labels are at these places; answers which of them fail, as a mask. */
// @ts-ignore: decorator
@inline
function moveFour(place: usize, l0: usize, l1: usize, l2: usize, l3: usize): i32 {
  const moved = gather(
    shifts + (<usize>load<u32>(l0) << 2), shifts + (<usize>load<u32>(l1) << 2), shifts + (<usize>load<u32>(l2) << 2), shifts + (<usize>load<u32>(l3) << 2),
  );
  const up = roundUp(f32x4.add(v128.load(place), moved));
  const down = roundDown(f32x4.sub(v128.load(place, LOWER_STEP), f32x4.splat(farthest)));
  v128.store(place, up);
  v128.store(place, down, LOWER_STEP);
  return ~i32x4.bitmask(f32x4.lt(up, down)) & 15;
}

/** Rounding errors of two scores of rows of these lengths, with |x|². */
// @ts-ignore: decorator
@inline
export function errorsOf(lengths: v128): v128 {
  return f32x4.add(scoreErrors(lengths), f32x4.mul(f32x4.splat(SQUARE), f32x4.mul(lengths, lengths)));
}

/** Upper bounds on the distances of scores. */
// @ts-ignore: decorator
@inline
export function uppersOf(lengths: v128, scores: v128, errors: v128): v128 {
  const square = f32x4.add(f32x4.add(f32x4.mul(lengths, lengths), scores), errors);
  return roundUp(f32x4.sqrt(f32x4.pmax(f32x4.splat(0), square)));
}

/** Lower bounds on the distances of scores. */
// @ts-ignore: decorator
@inline
export function lowersOf(lengths: v128, scores: v128, errors: v128): v128 {
  const square = f32x4.sub(f32x4.add(f32x4.mul(lengths, lengths), scores), errors);
  return roundDown(f32x4.sqrt(f32x4.pmax(f32x4.splat(0), square)));
}

// @ts-ignore: decorator
@inline
function roundUp(v: v128): v128 {
  return f32x4.mul(v, v128.load(ups));
}

// @ts-ignore: decorator
@inline
export function roundDown(v: v128): v128 {
  return f32x4.mul(v, v128.load(downs));
}
