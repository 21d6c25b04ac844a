// Lane-wise search for the smallest and second smallest score of one row. A row's state is 48 bytes of scratch:
//   best f32×4 | second f32×4 | index i32×4
// Every lane searches its own centroids; `settle` joins the four.

export const STATE_BYTES: usize = 48;

/** Starts a search: nothing found yet. */
// @ts-ignore: decorator
@inline
export function begin(state: usize): void {
  const infinity = f32x4.splat(f32.POSITIVE_INFINITY);
  v128.store(state, infinity, 0);
  v128.store(state, infinity, 16);
  v128.store(state, i32x4.splat(0), 32);
}

/** Offers four scores whose centroid numbers are `ids`; on equal scores the earlier centroid stays. */
// @ts-ignore: decorator
@inline
export function offer(state: usize, scores: v128, ids: v128): void {
  const best = v128.load(state, 0);
  const nearer = f32x4.lt(scores, best);
  v128.store(state, f32x4.pmin(best, scores), 0);
  // the loser of (best, score) may still be the second smallest
  v128.store(state, f32x4.pmin(v128.load(state, 16), f32x4.pmax(best, scores)), 16);
  v128.store(state, v128.bitselect(ids, v128.load(state, 32), nearer), 32);
}

/**
 * Joins the lanes: the number of the nearest centroid, or -1 when the two smallest scores are closer than `margin`,
 * which rounding could have swapped.
 */
// @ts-ignore: decorator
@inline
export function settle(state: usize, margin: f32): i32 {
  const best = v128.load(state, 0);
  const least = leastOf(best);
  const winners = f32x4.eq(best, least);
  const mask = i32x4.bitmask(winners);
  if ((mask & (mask - 1)) != 0) return -1; // lanes tie
  // runners-up: the winning lane's second, the other lanes' best
  const second = leastOf(v128.bitselect(v128.load(state, 16), best, winners));
  const gap = f32x4.extract_lane(second, 0) - f32x4.extract_lane(least, 0);
  return gap > margin ? load<i32>(state + 32 + (<usize>ctz(mask) << 2)) : -1;
}

/** The least lane, in every lane. */
// @ts-ignore: decorator
@inline
function leastOf(v: v128): v128 {
  const pairs = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return f32x4.pmin(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}
