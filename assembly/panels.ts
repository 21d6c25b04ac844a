// Centroids by column, so that one vector load serves neighbouring centroids, and what a row does not hold is never touched:
//
//   centroids  c0: x y z   c1: x y z   c2: …       (row-major, f32)
//   table      x: c0 c1 … cN-1   y: c0 c1 … cN-1   z: …       (N: k, up to whole panels of `width`)
//
// Lanes past the last centroid hold zeros in the table and +Infinity in the base, so they are never nearest.

import { gather } from './lanes';
import { grainScale, whole, wholes } from './quantise';

/** Writes the table. `width` is a multiple of 4. */
export function packColumns(centroids: usize, k: i32, columns: i32, width: i32, table: usize): void {
  const lanes = ((k + width - 1) / width) * width;
  for (let j = 0; j < columns; j++) {
    for (let c = 0; c < lanes; c++, table += 4) store<f32>(table, c < k ? load<f32>(centroids + ((<usize>c * columns + j) << 2)) : 0);
  }
}

/** As `packColumns`, as 16-bit whole numbers for sparse rows; `largest` is the length of the longest centroid, see `quantise.ts`. */
export function packGrains(centroids: usize, k: i32, columns: i32, width: i32, largest: f32, table: usize): void {
  const scale = grainScale(largest);
  const columnBytes = <usize>(((k + width - 1) / width) * width) << 1;
  const stride = <usize>columns << 2;
  const s = f32x4.splat(scale);
  memory.fill(table, 0, columnBytes * <usize>columns);
  let c = 0;
  for (; c <= k - 4; c += 4) {
    const from = centroids + <usize>c * stride;
    let out = table + (<usize>c << 1);
    for (let j: usize = 0; j < stride; j += 4, out += columnBytes) {
      const x = from + j;
      const grains = wholes(f32x4.mul(gather(x, x + stride, x + 2 * stride, x + 3 * stride), s));
      v128.store64_lane(out, i16x8.narrow_i32x4_s(grains, grains), 0);
    }
  }
  for (; c < k; c++) {
    let out = table + (<usize>c << 1);
    for (let j: usize = 0; j < stride; j += 4, out += columnBytes) store<i16>(out, <i16>whole(load<f32>(centroids + <usize>c * stride + j) * scale));
  }
}

/**
 * Squared lengths of the centroids: exact ones (f64) to `squares`, and to `base` (f32, padded to whole panels) what a score starts
 * from: |c|² for euclidean, 0 for cosine. Returns the largest squared length.
 */
export function packBase(centroids: usize, k: i32, columns: i32, width: i32, cosine: bool, squares: usize, base: usize): f64 {
  let largest: f64 = 0;
  for (let c = 0; c < k; c++) {
    let square: f64 = 0;
    for (let j = 0; j < columns; j++) {
      const value = <f64>load<f32>(centroids + ((<usize>c * columns + j) << 2));
      square += value * value;
    }
    store<f64>(squares + (<usize>c << 3), square);
    store<f32>(base + (<usize>c << 2), cosine ? 0 : <f32>square);
    largest = max(largest, square);
  }
  const padded = ((k + width - 1) / width) * width;
  for (let c = k; c < padded; c++) store<f32>(base + (<usize>c << 2), f32.POSITIVE_INFINITY);
  return largest;
}
