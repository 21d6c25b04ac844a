import { isEnough, keepCategories, offer, orderOf, weightOf } from './gain';

/** Bins that some row of the node is in, by rising order; and what they are ordered by. */
const ranked: usize = memory.data(256);
const orders: usize = memory.data(256 * 8, 8);

/** Tries every split of the bins, missing values one of them, that parts them in their order: at most 255 instead of 2^255. */
export function scanCategories(feature: i32, bins: i32, sums: usize, sum: usize): void {
  const total = v128.load(sum);
  const count = rank(bins, sums);
  let left = f64x2.splat(0);
  for (let taken = 1; taken < count; taken++) {
    left = f64x2.add(left, v128.load(sums + (<usize>load<u8>(ranked + taken - 1) << 4)));
    if (!isEnough(left)) continue;
    const right = f64x2.sub(total, left);
    if (!isEnough(right)) break;
    if (!offer(left, right)) continue;
    writeSet(keepCategories(feature), taken, count, weightOf(left) >= weightOf(right));
  }
}

/** Lists the bins with rows by rising order, of equal ones the lower bin first; returns how many there are. */
function rank(bins: i32, sums: usize): i32 {
  let count = 0;
  for (let bin = 0; bin <= bins; bin++) {
    const pair = v128.load(sums + (<usize>bin << 4));
    if (weightOf(pair) == 0) continue;
    store<f64>(orders + (<usize>bin << 3), orderOf(pair));
    store<u8>(ranked + count++, bin);
  }
  // sorting by insertion over falling gaps (Shell 1959)
  for (let gap = 121; gap >= 1; gap /= 3) {
    for (let i = gap; i < count; i++) {
      const bin = load<u8>(ranked + i);
      let at = i;
      for (; at >= gap && isAfter(load<u8>(ranked + at - gap), bin); at -= gap) store<u8>(ranked + at, load<u8>(ranked + at - gap));
      store<u8>(ranked + at, bin);
    }
  }
  return count;
}

// @ts-ignore: decorator
@inline
function isAfter(a: u8, b: u8): bool {
  const x = load<f64>(orders + (<usize>a << 3));
  const y = load<f64>(orders + (<usize>b << 3));
  return x > y || (x == y && a > b);
}

/** Writes the set of the first `taken` ranked bins; bins that no row of the node is in go with the heavier side. */
function writeSet(set: usize, taken: i32, count: i32, othersLeft: bool): void {
  memory.fill(set, othersLeft ? 255 : 0, 32);
  for (let i = 0; i < count; i++) {
    if (i < taken == othersLeft) continue;
    const bin = <usize>load<u8>(ranked + i);
    const byte = set + (bin >> 3);
    store<u8>(byte, load<u8>(byte) ^ (1 << <u8>(bin & 7)));
  }
}
