// What is known of the distances between rows and centroids without working them out. A row has a gap: what the distances to all other centroids exceed
// that to its own by, at least (Hamerly 2010). Centroids that moved by s change a distance by at most s, so a gap shrinks by what the own centroid and
// that of the others that moved farthest did. What that comes to is summed up by label, instead of taking it from every gap: a row's key is its gap and
// the sum of its label together, and its label stands as long as the sum stays below its key.
//
// Bounds hold in spite of rounding: upper ones are rounded up, lower ones down.

import { centroids, columns, k, scoreErrors, UP } from './centroids';
import { nearlyDistance } from './distance';
import { eightIn, useEightIn } from './eight';
import { gather, gatherAt } from './lanes';

/** Rounding of a few f32 operations, up and down. */
const ups = memory.data<f32>([1.000001, 1.000001, 1.000001, 1.000001], 16);
const downs = memory.data<f32>([0.999999, 0.999999, 0.999999, 0.999999], 16);
/** Rounding of |x|², which takes part where scores become distances, relative. */
const SQUARE: f32 = 5e-7;
/** Rounding of a key, as a share of what it is made of. */
const KEY: f32 = 5e-7;

/** f32, one a row. */
let keys: usize = 0;
/** f32, k: how far each centroid moved at last; and how far it and the farthest of the others moved, summed up. */
export let shifts: usize = 0;
let sums: usize = 0;

/** Bytes of the keys of so many rows. */
export function keyBytes(rows: i32): usize {
  return <usize>((rows + 3) & ~3) << 2;
}

/** Takes keys into use, after `useCentroids`, and sees how far the centroids moved since `before` (f32, k × columns); where rows have no keys yet: not at all. */
export function useKeys(keys_: usize, shifts_: usize, sums_: usize, before: usize, isFresh: bool): void {
  keys = keys_;
  shifts = shifts_;
  sums = sums_;
  if (isFresh) {
    useEightIn();
    memory.fill(shifts, 0, <usize>k << 2);
    memory.fill(sums, 0, <usize>k << 2);
    return;
  }
  let farthest: f32 = 0;
  let next: f32 = 0;
  for (let c: usize = 0; c < <usize>k; c++) {
    const shift = exactUpper(before + ((c * columns) << 2), <i32>c);
    store<f32>(shifts + (c << 2), shift);
    next = max(next, min(farthest, shift));
    farthest = max(farthest, shift);
  }
  for (let at: usize = 0; at < <usize>k << 2; at += 4) {
    const shift = load<f32>(shifts + at);
    store<f32>(sums + at, (load<f32>(sums + at) + shift + (shift < farthest ? farthest : next)) * UP);
  }
}

/** The distance of a row to a centroid, rounded up. */
export function exactUpper(x: usize, label: i32): f32 {
  return <f32>sqrt(nearlyDistance(x, centroids + ((<usize>label * columns) << 2), columns)) * UP;
}

/** Where a row's key is. */
// @ts-ignore: decorator
@inline
export function keyAt(row: usize): usize {
  return keys + (row << 2);
}

/** The key of a row with this label, by bounds on its distances to its own centroid and to all others. */
// @ts-ignore: decorator
@inline
export function keyOf(label: i32, upper: f32, lower: f32): f32 {
  const sum = load<f32>(sums + (<usize>label << 2));
  return lower - upper + sum - KEY * (lower + upper + sum);
}

/** The keys of four rows with these labels (i32×4). */
// @ts-ignore: decorator
@inline
export function keysOf(labels: v128, upper: v128, lower: v128): v128 {
  const sum = gatherAt(sums, labels);
  const parts = f32x4.add(f32x4.add(lower, upper), sum);
  return f32x4.sub(f32x4.add(f32x4.sub(lower, upper), sum), f32x4.mul(f32x4.splat(KEY), parts));
}

/** Lists the rows whose own centroid need not be the nearest any more in `open` (i32, with room for eight more), which counts from row `first`. Returns how many. */
export function openFailed(first: i32, size: i32, labels: usize, open: usize): i32 {
  let label = labels + (<usize>first << 2);
  let key = keyAt(first);
  let failed = open;
  let r = 0;
  let numbers = i32x4.splat(0);
  const eight = i32x4.splat(8);
  for (const eights = size & ~7; r < eights; r += 8, label += 32, key += 32) {
    const low = f32x4.ge(sumsOf(label), v128.load(key)), high = f32x4.ge(sumsOf(label + 16), v128.load(key, 16));
    const mask = i16x8.bitmask(i16x8.narrow_i32x4_s(low, high));
    const lanes = eightIn(mask);
    v128.store(failed, i32x4.add(numbers, i32x4.extend_low_i16x8_u(lanes)));
    v128.store(failed, i32x4.add(numbers, i32x4.extend_high_i16x8_u(lanes)), 16);
    failed += <usize>popcnt(mask) << 2;
    numbers = i32x4.add(numbers, eight);
  }
  for (; r < size; r++, label += 4, key += 4) {
    if (load<f32>(sums + (<usize>load<u32>(label) << 2)) < load<f32>(key)) continue;
    store<i32>(failed, r);
    failed += 4;
  }
  return <i32>((failed - open) >> 2);
}

/** The sums of four rows whose labels are at this place; two labels need no looking up. */
// @ts-ignore: decorator
@inline
function sumsOf(label: usize): v128 {
  if (k == 2) return v128.bitselect(v128.load32_splat(sums), v128.load32_splat(sums, 4), i32x4.eq(v128.load(label), i32x4.splat(0)));
  return gather(
    sums + (<usize>load<u32>(label) << 2), sums + (<usize>load<u32>(label, 4) << 2),
    sums + (<usize>load<u32>(label, 8) << 2), sums + (<usize>load<u32>(label, 12) << 2),
  );
}

/** Rounding errors of two scores, with |x|², of rows of these lengths, without and with their tail. */
// @ts-ignore: decorator
@inline
export function errorsOf(lengths: v128, full: v128): v128 {
  return f32x4.add(scoreErrors(full), f32x4.mul(f32x4.splat(SQUARE), f32x4.mul(lengths, lengths)));
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
