import { scanCategories } from './categories';
import { beginSearch, configureGain, endSearch, isEnough, keepNumber, offer, weightOf } from './gain';
import { PITCH } from './histogram';

let features: i32 = 0;
let binCounts: usize = 0;
let categories: usize = 0;
let active: usize = 0;

/**
 * Sets what all searches share: penalties and bounds, see gain.ts; `counts`: i32 a feature, its bins without that of missing values; `kinds` and
 * `used`: u8 a feature, whether it is a category and whether it may be split by.
 */
export function configureSplits(lasso: f64, ridge: f64, leastWeight: f64, leastGain: f64, count: i32, counts: usize, kinds: usize, used: usize): void {
  configureGain(lasso, ridge, leastWeight, leastGain);
  features = count;
  binCounts = counts;
  categories = kinds;
  active = used;
}

/**
 * The best split of a node with this histogram and the pair at `sum`, to `result` (72 bytes, see gain.ts). Of equally good ones the first feature's, then
 * the lowest bin's. Returns its gain; 0 where no split gains more than `leastGain` and the rounding error.
 */
export function bestSplit(histogram: usize, sum: usize, result: usize): f64 {
  beginSearch(sum, result);
  for (let feature = 0; feature < features; feature++) {
    if (!load<u8>(active + feature)) continue;
    const bins = load<i32>(binCounts + (<usize>feature << 2));
    const sums = histogram + <usize>feature * PITCH;
    if (load<u8>(categories + feature)) {
      scanCategories(feature, bins, sums, sum);
      continue;
    }
    // Where values are missing, they go right, then left, and once apart from all others.
    const missing = weightOf(v128.load(sums)) > 0;
    scan(feature, missing ? bins : bins - 1, sums, sum, missing, 1);
    if (missing) scan(feature, bins - 1, sums, sum, missing, 0);
  }
  return endSearch();
}

/** Tries the splits after bins 1 … last; missing values go left where `shift` is 0. */
function scan(feature: i32, last: i32, sums: usize, sum: usize, missing: bool, shift: u32): void {
  const total = v128.load(sum);
  let left = shift ? f64x2.splat(0) : v128.load(sums);
  for (let bin = 1; bin <= last; bin++) {
    const pair = v128.load(sums + (<usize>bin << 4));
    if (weightOf(pair) == 0) continue;
    left = f64x2.add(left, pair);
    if (!isEnough(left)) continue;
    const right = f64x2.sub(total, left);
    if (!isEnough(right)) break;
    if (!offer(left, right)) continue;
    // where nothing is missing here, what is missing elsewhere goes with the heavier side
    keepNumber(feature, missing ? shift : u32(weightOf(left) < weightOf(right)), bin);
  }
}
