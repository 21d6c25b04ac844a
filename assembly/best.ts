// What a search for the smallest and second smallest score of one row found, lane by lane: every lane searches its own centroids, `settle` joins the four.
//   best f32×4 | second f32×4 | index i32×4

/**
 * Joins the lanes: the number of the nearest centroid, or -1 when the two smallest scores are closer than `margin`,
 * which rounding could have swapped.
 */
// @ts-ignore: decorator
@inline
export function settle(state: usize, margin: f32): i32 {
  const least = leastOf(v128.load(state));
  const gap = f32x4.extract_lane(runnerUp(state, least), 0) - f32x4.extract_lane(least, 0);
  return gap > margin ? numberOf(state, least) : -1;
}

/** The number of the nearest centroid, whose score `least` is; where lanes tie, of one of them. */
// @ts-ignore: decorator
@inline
export function numberOf(state: usize, least: v128): i32 {
  return load<i32>(state + (<usize>ctz(i32x4.bitmask(f32x4.eq(v128.load(state), least))) << 2), 32);
}

/** The second smallest score: the winning lane's second, the other lanes' best; where lanes tie, the smallest again. */
// @ts-ignore: decorator
@inline
export function runnerUp(state: usize, least: v128): v128 {
  const best = v128.load(state);
  const winners = f32x4.eq(best, least);
  const mask = i32x4.bitmask(winners);
  return (mask & (mask - 1)) == 0 ? leastOf(v128.bitselect(v128.load(state, 16), best, winners)) : least;
}

/** The least lane, in every lane. */
// @ts-ignore: decorator
@inline
export function leastOf(v: v128): v128 {
  const pairs = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return f32x4.pmin(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}
