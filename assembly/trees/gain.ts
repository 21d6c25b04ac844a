import { CATEGORY } from './walk';

// What makes a split good (Chen & Guestrin 2016, equation 7, without its ½): of a side with gradient G and weight H the score is
// max(|G| − l1, 0)² / (H + l2); a split gains what the scores of its sides add up to, less the score of the node.
//
// The best split so far is at `found`: gain f64 · pair of the left side 2 × f64 · feature u32 · shift u32 · limit u32 · unused u32 · set 32 bytes.

let l1: f64 = 0;
let l2: f64 = 1;
let minWeight: f64 = 1;
let minGain: f64 = 0;
let found: usize = 0;
let bestGain: f64 = 0;
let nodeScore: f64 = 0;

export function configureGain(lasso: f64, ridge: f64, leastWeight: f64, leastGain: f64): void {
  l1 = lasso;
  l2 = ridge;
  minWeight = leastWeight;
  minGain = leastGain;
}

/** Begins the search for a node with this pair; `result` has room for 72 bytes. */
export function beginSearch(sum: usize, result: usize): void {
  const over = max(abs(load<f64>(sum)) - l1, 0);
  nodeScore = (over * over) / (load<f64>(sum, 8) + l2);
  found = result;
  bestGain = 0;
}

/** Ends it; returns the best split's gain. */
export function endSearch(): f64 {
  store<f64>(found, bestGain);
  return bestGain;
}

/** Whether a side weighs enough. */
// @ts-ignore: decorator
@inline
export function isEnough(pair: v128): bool {
  return weightOf(pair) >= minWeight && weightOf(pair) > 0;
}

/** Whether a split is the best so far, by more than the rounding error; if so its gain and left side are kept. */
// @ts-ignore: decorator
@inline
export function offer(left: v128, right: v128): bool {
  const gradients = v128.shuffle<f64>(left, right, 0, 2);
  const weights = v128.shuffle<f64>(left, right, 1, 3);
  const over = f64x2.max(f64x2.sub(f64x2.abs(gradients), f64x2.splat(l1)), f64x2.splat(0));
  const both = f64x2.div(f64x2.mul(over, over), f64x2.add(weights, f64x2.splat(l2)));
  const score = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  const gain = score - nodeScore;
  if (gain <= bestGain || gain <= minGain || gain <= 1e-12 * score) return false;
  bestGain = gain;
  v128.store(found, left, 8);
  return true;
}

/** Describes the split just taken, one after a bin. */
export function keepNumber(feature: i32, shift: u32, bin: u32): void {
  store<u32>(found, feature, 24);
  store<u32>(found, shift, 28);
  store<u32>(found, bin + 1 - shift, 32);
}

/** Describes the split just taken, one by categories; returns where their set goes. */
export function keepCategories(feature: i32): usize {
  store<u32>(found, feature, 24);
  store<u32>(found, CATEGORY, 28);
  store<u32>(found, 0, 32);
  return found + 40;
}

/** By this, rising, categories are ordered: the best split of them by squared error parts them in that order (Fisher 1958). */
// @ts-ignore: decorator
@inline
export function orderOf(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) / (weightOf(pair) + l2);
}

// @ts-ignore: decorator
@inline
export function weightOf(pair: v128): f64 {
  return f64x2.extract_lane(pair, 1);
}
