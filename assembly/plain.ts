// Tiles that hold the f32 values themselves: where few columns are not worth quantising, and where some centroid lies so far out that whole numbers could
// not tell the others apart.
//
//   a tile of 8 rows:  column 0: a b c d | e f g h   column 1: …  (f32)

import { base, centroids, columns, cosine } from './centroids';
import { gather } from './lanes';
import { offerQuad, SEARCH_BYTES } from './tile';

/** Writes four rows to one half of a tile. */
// @ts-ignore: decorator
@inline
export function interleavePlain(a: usize, b: usize, c: usize, d: usize, half: usize): void {
  const bytes = <usize>columns << 2;
  for (let j: usize = 0; j < bytes; j += 4, half += 32) {
    v128.store(half, gather(a + j, b + j, c + j, d + j));
  }
}

/** Goes on with the search of a plain tile, in the centroids listed (i32; up to whole fours there stand others that count too, or k: none). */
export function searchPlain(tile: usize, list: usize, count: i32, search: usize): void {
  const bytes = <usize>columns << 2;
  const end = tile + (bytes << 3);
  const factor = f32x4.splat(cosine ? -1 : -2);
  for (const listEnd = list + (<usize>count << 2); list < listEnd; list += 16) {
    const i = <usize>load<i32>(list), j = <usize>load<i32>(list, 4), m = <usize>load<i32>(list, 8), n = <usize>load<i32>(list, 12);
    let a0 = v128.load32_splat(base + (i << 2)), a1 = v128.load32_splat(base + (j << 2));
    let a2 = v128.load32_splat(base + (m << 2)), a3 = v128.load32_splat(base + (n << 2));
    let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
    let c0 = centroids + i * bytes, c1 = centroids + j * bytes, c2 = centroids + m * bytes, c3 = centroids + n * bytes;
    for (let x = tile; x < end; x += 32, c0 += 4, c1 += 4, c2 += 4, c3 += 4) {
      const low = f32x4.mul(v128.load(x), factor);
      const high = f32x4.mul(v128.load(x, 16), factor);
      const v0 = v128.load32_splat(c0);
      a0 = f32x4.add(a0, f32x4.mul(low, v0));
      b0 = f32x4.add(b0, f32x4.mul(high, v0));
      const v1 = v128.load32_splat(c1);
      a1 = f32x4.add(a1, f32x4.mul(low, v1));
      b1 = f32x4.add(b1, f32x4.mul(high, v1));
      const v2 = v128.load32_splat(c2);
      a2 = f32x4.add(a2, f32x4.mul(low, v2));
      b2 = f32x4.add(b2, f32x4.mul(high, v2));
      const v3 = v128.load32_splat(c3);
      a3 = f32x4.add(a3, f32x4.mul(low, v3));
      b3 = f32x4.add(b3, f32x4.mul(high, v3));
    }
    offerQuad(search, a0, a1, a2, a3, list);
    offerQuad(search + SEARCH_BYTES, b0, b1, b2, b3, list);
  }
}
