import { inSet } from './partition';

/** What each bin's rows get: 256 f64. */
const gifts: usize = memory.data(256 * 8, 8);

/** Adds a leaf's value to the predictions of its rows. */
export function addLeaf(rows: usize, count: i32, value: f64, predictions: usize): void {
  const end = rows + (<usize>count << 2);
  for (; rows < end; rows += 4) {
    const at = predictions + (<usize>load<u32>(rows) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}

/** Adds the values of the two leaves that a split makes, without parting the rows; see `partition` for the split. */
export function addLeaves(
  rows: usize,
  count: i32,
  bins: usize,
  stride: usize,
  shift: i32,
  limit: i32,
  set: usize,
  left: f64,
  right: f64,
  predictions: usize,
): void {
  for (let bin = 0; bin < 256; bin++) {
    const isLeft = set ? inSet(set, bin) != 0 : <u32>((bin - shift) & 255) < <u32>limit;
    store<f64>(gifts + (<usize>bin << 3), isLeft ? left : right);
  }
  const end = rows + (<usize>count << 2);
  for (; rows < end; rows += 4) {
    const row = <usize>load<u32>(rows);
    const at = predictions + (row << 3);
    store<f64>(at, load<f64>(at) + load<f64>(gifts + (<usize>load<u8>(bins + row * stride) << 3)));
  }
}
