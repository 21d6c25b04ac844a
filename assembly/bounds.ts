// What is known of the distances between rows and centroids without working them out. Each row keeps an upper bound on the distance to its own
// centroid, and one lower bound on the distance to all others (Hamerly 2010) or one for each group of centroids (Ding et al., "Yinyang k-means",
// 2015). Centroids that moved by s change a distance by at most s. A group is a run of quads, in which neighbours stand together.
//
// Bounds hold in spite of rounding: upper ones are rounded up, lower ones down.
//
//   a block of 64 rows:  upper f32×64 | lower of group 0 f32×64 | lower of group 1 f32×64 | …

import { centroids, columns, k, quadCount, roundLeast, roundShare, scoreErrors, squares } from './centroids';
import { distance } from './distance';
import { dot } from './exact';
import { gather } from './lanes';

/** Rows in a block. */
export const BLOCK: i32 = 64;
const LANE_BYTES: usize = 256; // BLOCK × 4

/** Rounding of a few f32 operations, up and down. */
export const UP: f32 = 1 + 1e-6;
export const DOWN: f32 = 1 - 1e-6;
const ups = memory.data<f32>([1.000001, 1.000001, 1.000001, 1.000001], 16);
const downs = memory.data<f32>([0.999999, 0.999999, 0.999999, 0.999999], 16);
/** Rounding of |x|², which takes part where scores become distances, relative. */
const SQUARE: f32 = 5e-7;

let bounds: usize = 0;
/** Lower bounds a row: one, or one a group. */
export let lowers: i32 = 0;
export let groups: i32 = 0;
export let groupQuads: i32 = 0;
/** i32, k: where each centroid stands in the order. */
export let places: usize = 0;
/** f32, k: how far each centroid moved; f32, lowers: how far the farthest did that a lower bound has to allow for. */
let shifts: usize = 0;
let lowerShifts: usize = 0;

/** Bytes of bounds for `rows` rows with `lowerCount` lower bounds each. */
export function boundsBytes(rows: i32, lowerCount: i32): usize {
  return <usize>((rows + BLOCK - 1) / BLOCK) * LANE_BYTES * <usize>(lowerCount + 1);
}

/** Takes bounds into use, after `useCentroids`. */
export function useBounds(
  bounds_: usize, quadsInGroup: i32, lowerCount: i32, places_: usize, shifts_: usize, lowerShifts_: usize,
): void {
  bounds = bounds_;
  groupQuads = quadsInGroup;
  groups = (quadCount + groupQuads - 1) / groupQuads;
  lowers = lowerCount;
  places = places_;
  shifts = shifts_;
  lowerShifts = lowerShifts_;
}

/** Where a row's upper bound is; its lower ones follow at steps of `LOWER_STEP`. */
// @ts-ignore: decorator
@inline
export function upperAt(row: i32): usize {
  return bounds + <usize>(row >> 6) * LANE_BYTES * <usize>(lowers + 1) + (<usize>(row & (BLOCK - 1)) << 2);
}

/** Bytes from a row's upper bound to its first lower one, and from one of these to the next. */
export const LOWER_STEP: usize = LANE_BYTES;

// @ts-ignore: decorator
@inline
export function groupOf(label: i32): i32 {
  return <i32>(load<u32>(places + (<usize>label << 2)) / <u32>(groupQuads << 2));
}

/** Measures how far the centroids moved since `before` (f32, k × columns), rounded up. */
export function measureShifts(before: usize): void {
  memory.fill(lowerShifts, 0, <usize>lowers << 2);
  for (let c: usize = 0; c < <usize>k; c++) {
    const offset = (c * columns) << 2;
    const shift = <f32>sqrt(distance(before + offset, centroids + offset, columns, false)) * UP;
    store<f32>(shifts + (c << 2), shift);
    const lower = lowerShifts + (<usize>(lowers == 1 ? 0 : groupOf(<i32>c)) << 2);
    store<f32>(lower, max(load<f32>(lower), shift));
  }
}

/** Nothing is known yet of a block of `size` rows. */
export function clearBlock(first: i32, size: i32): void {
  const upper = upperAt(first);
  memory.fill(upper + LOWER_STEP, 0, LANE_BYTES * <usize>lowers);
  // behind the last row there is nothing to look for
  for (let r = 0; r < BLOCK; r++) store<f32>(upper + (<usize>r << 2), r < size ? f32.POSITIVE_INFINITY : f32.NEGATIVE_INFINITY);
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
    const one: usize = r < wholeFours ? 4 : 0, two = r < wholeFours || r + 2 < size ? 8 : one, three = r < wholeFours ? 12 : two;
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
  const up = f32x4.mul(f32x4.add(v128.load(place), moved), v128.load(ups));
  v128.store(place, up);
  place += LOWER_STEP;
  let least = f32x4.mul(f32x4.sub(v128.load(place), v128.load32_splat(lowerShifts)), v128.load(downs));
  v128.store(place, least);
  for (let g: usize = 1; g < <usize>lowers; g++) {
    place += LOWER_STEP;
    const down = f32x4.mul(f32x4.sub(v128.load(place), v128.load32_splat(lowerShifts + (g << 2))), v128.load(downs));
    v128.store(place, down);
    least = f32x4.pmin(least, down);
  }
  return ~i32x4.bitmask(f32x4.lt(up, least)) & 15;
}

/** Works out the distance of a row to its own centroid. Returns whether that leaves the row open. */
// @ts-ignore: decorator
@inline
export function tighten(row: i32, x: usize, length: f32, label: i32): bool {
  const stride = <usize>columns << 2;
  const score = load<f32>(squares + (<usize>label << 2)) - 2 * dot(x, centroids + <usize>label * stride, stride);
  const error = roundShare * length + roundLeast + SQUARE * length * length;
  const bound = sqrt(max<f32>(0, length * length + score + error)) * UP;
  let place = upperAt(row);
  store<f32>(place, bound);
  let least: f32 = f32.POSITIVE_INFINITY;
  for (let g = 0; g < lowers; g++) {
    place += LOWER_STEP;
    least = min(least, load<f32>(place));
  }
  return !(bound < least);
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
  return f32x4.mul(f32x4.sqrt(f32x4.pmax(f32x4.splat(0), square)), v128.load(ups));
}

/** Lower bounds on the distances of scores. */
// @ts-ignore: decorator
@inline
export function lowersOf(lengths: v128, scores: v128, errors: v128): v128 {
  const square = f32x4.sub(f32x4.add(f32x4.mul(lengths, lengths), scores), errors);
  return f32x4.mul(f32x4.sqrt(f32x4.pmax(f32x4.splat(0), square)), v128.load(downs));
}
