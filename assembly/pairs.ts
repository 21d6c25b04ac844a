// A lower bound on the distance of each row to each centroid but its own (Elkan, "Using the triangle inequality to accelerate k-means", 2003).
//
// Bounds are whole numbers of units. What a centroid moved is summed up instead of taking it from every bound: a bound is kept as what it was worth and the
// sum together, and exceeds a distance as long as it exceeds that and the sum.
//
//   bounds of a row:  centroid 0 | centroid 1 | …   (u16, up to whole eights, at least one with 65,535 behind them)

import { errorsOf, lowersOf, shifts } from './bounds';
import { k, UP } from './centroids';
import { eightIn } from './eight';
import { gather } from './lanes';
import { labelAt } from './pass';
import { wholes } from './quantise';
import { tileFull, tileRow, tileSizes, tileUnits } from './tile-rows';

/** Units in the length of a typical row; units that centroids move before that is taken from every bound. */
const UNITS: f32 = 8192;
const MOST_MOVED: f32 = 16384;
/** Distances that are compared with bounds, in units, at most. */
export const MOST_UPPER: i32 = 48000;
/** The bound of the own centroid and of none, which never fails. All i16, but meant without sign. */
const NEVER: i16 = -1;
/** Rounds down: a whole number near v less this is not more than v. */
const ROUNDING: f32 = 0.52;
/** At most this share of a row's bounds may fail: 1/2^. */
const SHARE: i32 = 1;

/** Whether rows have bounds. */
export let hasPairs: bool = false;
let bounds: usize = 0;
/** Bytes of a row's bounds. */
let stride: usize = 0;
/** What each centroid moved in all, in units: f32; as whole numbers, rounded up: u16. Both up to whole eights, with one more. */
let moved: usize = 0;
let movedUnits: usize = 0;
/** Units in a distance of 1; a unit, rounded down. */
export let perDistance: f32 = 0;
export let unitDistance: f32 = 0;

/** Bounds of a row, up to whole eights, with at least one of none. */
function lanes(k: i32): i32 {
  return (k + 8) & ~7;
}

/**
 * Takes bounds, unless they are 0, into use, after `useKeys`, for rows of a typical length; `isFresh` as there. `moved_`: room for 6 bytes a centroid, up to
 * whole eights, with one more.
 */
export function usePairs(bounds_: usize, rows: i32, moved_: usize, typical: f32, isFresh: bool): void {
  hasPairs = bounds_ != 0;
  if (!hasPairs) return;
  bounds = bounds_;
  stride = <usize>lanes(k) << 1;
  moved = moved_;
  movedUnits = moved + (stride << 1);
  perDistance = typical > 1e-30 ? UNITS / typical : 0;
  unitDistance = perDistance > 0 ? (1 - 1e-6) / perDistance : 0;
  if (isFresh) {
    memory.fill(moved, 0, 3 * stride);
    return;
  }
  let most: f32 = 0;
  for (let c = 0; c < k; c++) {
    const sum = (load<f32>(movedAt(c)) + load<f32>(shifts + (<usize>c << 2)) * perDistance) * UP;
    store<f32>(movedAt(c), sum);
    store<u16>(movedUnits + (<usize>c << 1), <u16>min<f32>(ceil(sum), 65535));
    most = max(most, sum);
  }
  if (most > MOST_MOVED) takeMoved(rows);
}

/** Takes from every bound what its centroid moved. */
function takeMoved(rows: i32): void {
  for (let row = bounds, end = bounds + <usize>rows * stride; row < end; row += stride) {
    for (let g: usize = 0; g < stride; g += 16) {
      const worth = v128.load(row + g);
      const left = i16x8.sub_sat_u(worth, v128.load(movedUnits + g));
      v128.store(row + g, v128.bitselect(worth, left, i16x8.eq(worth, i16x8.splat(NEVER))));
    }
  }
  memory.fill(moved, 0, 3 * stride);
}

/** Where it is kept what a centroid moved. */
// @ts-ignore: decorator
@inline
function movedAt(c: i32): usize {
  return moved + (<usize>c << 2);
}

/** The bounds of a row. */
// @ts-ignore: decorator
@inline
export function boundsAt(row: usize): usize {
  return bounds + row * stride;
}

/** What the least of the bounds of the last row that was listed, but those in the list, exceeds its distance by, less 1, in units. */
export let slack: i32 = 0;

/**
 * Lists the centroids whose bounds in a row do not exceed a distance, in units, at `to` (u16, with room for eight more). Without branches that nobody could
 * foresee. Returns how many; -1: too many of them.
 */
export function listFailed(cells: usize, upper: i32, to: usize): i32 {
  const end = cells + stride;
  const start = to;
  const u = i16x8.splat(<i16>upper);
  const one = i16x8.splat(1);
  const none = i16x8.splat(0);
  let least = i16x8.splat(-1);
  let first = none;
  const eight = i16x8.splat(8);
  for (let sums = movedUnits; cells < end; cells += 16, sums += 16) {
    const over = i16x8.sub_sat_u(i16x8.sub_sat_u(v128.load(cells), v128.load(sums)), u);
    least = i16x8.min_u(least, i16x8.sub(over, one));
    const mask = i16x8.bitmask(i16x8.eq(over, none));
    v128.store(to, i16x8.add(first, eightIn(mask)));
    to += <usize>popcnt(mask) << 1;
    first = i16x8.add(first, eight);
  }
  const four = i16x8.min_u(least, v128.shuffle<i64>(least, least, 1, 0));
  const two = i16x8.min_u(four, v128.shuffle<i32>(four, four, 1, 0, 3, 2));
  slack = min(i16x8.extract_lane_u(two, 0), i16x8.extract_lane_u(two, 1));
  const count = <i32>((to - start) >> 1);
  return count > k >> SHARE ? -1 : count;
}

/** Bounds as they are kept, of four lower bounds on distances to centroids that moved so much in all: u16 in the lower half. */
// @ts-ignore: decorator
@inline
function boundsOf(lower: v128, sums: v128): v128 {
  const worth = wholes(f32x4.sub(f32x4.add(f32x4.mul(lower, f32x4.splat(perDistance)), sums), f32x4.splat(ROUNDING)));
  return i16x8.min_u(i16x8.narrow_i32x4_u(worth, worth), i16x8.splat(NEVER - 1));
}

/** A row's bounds for four centroids that are listed (u16), by their scores. */
// @ts-ignore: decorator
@inline
export function learnFour(cells: usize, list: usize, scores: v128, size: v128, error: v128): void {
  const i = <i32>load<u16>(list), j = <i32>load<u16>(list, 2), m = <i32>load<u16>(list, 4), n = <i32>load<u16>(list, 6);
  const worth = boundsOf(lowersOf(size, scores, error), gather(movedAt(i), movedAt(j), movedAt(m), movedAt(n)));
  v128.store16_lane(cells + (<usize>i << 1), worth, 0);
  v128.store16_lane(cells + (<usize>j << 1), worth, 1);
  v128.store16_lane(cells + (<usize>m << 1), worth, 2);
  v128.store16_lane(cells + (<usize>n << 1), worth, 3);
}

/** A row's label is not `own` any more, whose score is known. */
// @ts-ignore: decorator
@inline
export function exchangeOwn(cells: usize, own: i32, label: i32, score: f32, size: v128, error: v128): void {
  store<i16>(cells + (<usize>label << 1), NEVER);
  v128.store16_lane(cells + (<usize>own << 1), boundsOf(lowersOf(size, f32x4.splat(score), error), v128.load32_splat(movedAt(own))), 0);
}

/** Bounds of the first `used` of four rows of a tile that do not exclude anything. */
export function learnNothing(h: usize, used: i32): void {
  for (let s = 0; s < used; s++) memory.fill(boundsAt(<usize>tileRow(h * 4 + <usize>s)), 0, stride);
}

/** Bounds of the first `used` of four labelled rows of a tile, by the sums that were kept of its search. */
export function learn(h: usize, used: i32, kept: usize): void {
  const a = boundsAt(<usize>tileRow(h * 4)), b = boundsAt(<usize>tileRow(h * 4 + 1)), c = boundsAt(<usize>tileRow(h * 4 + 2)), d = boundsAt(<usize>tileRow(h * 4 + 3));
  const size = tileSizes(h);
  const error = errorsOf(size, tileFull(h));
  const units = tileUnits(h);
  const sums = kept + (h << 4);
  for (let c0 = 0, end = lanes(k); c0 < end; c0 += 4) {
    const p = keptBounds(c0, sums, size, error, units), q = keptBounds(c0 + 1, sums, size, error, units);
    const r = keptBounds(c0 + 2, sums, size, error, units), s = keptBounds(c0 + 3, sums, size, error, units);
    const pq = v128.shuffle<i64>(p, q, 0, 2), rs = v128.shuffle<i64>(r, s, 0, 2);
    const ab = v128.shuffle<i16>(pq, rs, 0, 4, 8, 12, 1, 5, 9, 13), cd = v128.shuffle<i16>(pq, rs, 2, 6, 10, 14, 3, 7, 11, 15);
    const at = <usize>c0 << 1;
    v128.store64_lane(a + at, ab, 0);
    if (used > 1) v128.store64_lane(b + at, ab, 1);
    if (used > 2) v128.store64_lane(c + at, cd, 0);
    if (used > 3) v128.store64_lane(d + at, cd, 1);
  }
  for (let s = 0; s < used; s++) {
    const row = <usize>tileRow(h * 4 + <usize>s);
    store<i16>(boundsAt(row) + (<usize>load<i32>(labelAt(row)) << 1), NEVER);
  }
}

/** Bounds of four rows of the tile for a centroid. */
// @ts-ignore: decorator
@inline
function keptBounds(c: i32, sums: usize, size: v128, error: v128, units: v128): v128 {
  if (c >= k) return i16x8.splat(NEVER);
  const scores = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + (<usize>c << 5))), units);
  return boundsOf(lowersOf(size, scores, error), v128.load32_splat(movedAt(c)));
}
