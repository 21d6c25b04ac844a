import { inSet } from './partition';

// A node takes 16 bytes:
//
//   0  feature  u16
//   2  shift    u8    0 or 1: left are the bins with (bin − shift) mod 256 < limit; CATEGORY: left are the bins in a set
//   3  limit    u8
//   4  child    u32   the left child; the right one follows it
//   8  value    f64   of a leaf; of a split by category the number of its set (32 bytes each)
//
// A leaf has limit 0 and the node before itself as child: a step from it goes "right", to itself. So all rows take as many steps as the
// tree is deep, four of them at a time, and none branches.

/** The shift that marks a split by category. */
export const CATEGORY: u32 = 2;

/** Adds a tree's prediction for each row to `predictions`. */
export function addTree(nodes: usize, sets: usize, depth: i32, bins: usize, stride: usize, count: i32, predictions: usize): void {
  let row = 0;
  for (; row + 4 <= count; row += 4) {
    let a = nodes;
    let b = nodes;
    let c = nodes;
    let d = nodes;
    for (let level = 0; level < depth; level++) {
      a = next(nodes, sets, a, bins);
      b = next(nodes, sets, b, bins + stride);
      c = next(nodes, sets, c, bins + 2 * stride);
      d = next(nodes, sets, d, bins + 3 * stride);
    }
    store<f64>(predictions, load<f64>(predictions) + load<f64>(a, 8));
    store<f64>(predictions, load<f64>(predictions, 8) + load<f64>(b, 8), 8);
    store<f64>(predictions, load<f64>(predictions, 16) + load<f64>(c, 8), 16);
    store<f64>(predictions, load<f64>(predictions, 24) + load<f64>(d, 8), 24);
    bins += 4 * stride;
    predictions += 32;
  }
  for (; row < count; row++) {
    let node = nodes;
    for (let level = 0; level < depth; level++) node = next(nodes, sets, node, bins);
    store<f64>(predictions, load<f64>(predictions) + load<f64>(node, 8));
    bins += stride;
    predictions += 8;
  }
}

// @ts-ignore: decorator
@inline
function next(nodes: usize, sets: usize, node: usize, bins: usize): usize {
  const test = load<u32>(node);
  const bin = <u32>load<u8>(bins + <usize>(test & 0xffff));
  const shift = (test >> 16) & 255;
  const right = shift == CATEGORY ? 1 - inSet(sets + (<usize>load<f64>(node, 8) << 5), bin) : <u32>(((bin - shift) & 255) >= test >> 24);
  return nodes + (<usize>(load<u32>(node, 4) + right) << 4);
}
