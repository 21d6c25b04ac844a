// Rows of few columns: quantising them costs more than it saves, so their tiles hold the f32 values themselves.
//
//   a tile of 8 rows:  column 0: a b c d | e f g h   column 1: …  (f32)

import { base, centroids, columns, cosine, order } from './centroids';
import { offer, SEARCH_BYTES } from './tile';

/** Writes four rows to one half of a tile. */
// @ts-ignore: decorator
@inline
export function interleaveNarrow(a: usize, b: usize, c: usize, d: usize, half: usize): void {
  const bytes = <usize>columns << 2;
  for (let j: usize = 0; j < bytes; j += 4, half += 32) {
    v128.store(half, v128.load32_lane(d + j, v128.load32_lane(c + j, v128.load32_lane(b + j, v128.load32_zero(a + j), 1), 2), 3));
  }
}

/** As `searchQuads`, for a narrow tile and the centroids that stand at `from` up to `to`. */
export function searchNarrow(tile: usize, from: i32, to: i32, search: usize): void {
  const bytes = <usize>columns << 2;
  const factor: f32 = cosine ? -1 : -2;
  for (let at = <usize>from << 2; at < <usize>to << 2; at += 4) {
    let c = centroids + <usize>load<i32>(order + at) * bytes;
    let low = v128.load32_splat(base + at);
    let high = low;
    for (let x = tile; x < tile + (bytes << 3); x += 32, c += 4) {
      const value = f32x4.splat(factor * load<f32>(c));
      low = f32x4.add(low, f32x4.mul(v128.load(x), value));
      high = f32x4.add(high, f32x4.mul(v128.load(x, 16), value));
    }
    offer(search, low, order + at);
    offer(search + SEARCH_BYTES, high, order + at);
  }
}
