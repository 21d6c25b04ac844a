// Tiles that hold the f32 values themselves: where few columns are not worth quantising, and where some centroid lies so far out that whole numbers could
// not tell the others apart.
//
//   a tile of 8 rows:  column 0: a b c d | e f g h   column 1: …  (f32)

import { base, centroids, columns, cosine, k, quadCount } from './centroids';
import { gather } from './lanes';
import { QUAD } from './quantise';
import { begin, offerQuad, SEARCH_BYTES } from './tile';

/** Writes four rows to one half of a tile. */
// @ts-ignore: decorator
@inline
export function interleavePlain(a: usize, b: usize, c: usize, d: usize, half: usize): void {
  const bytes = <usize>columns << 2;
  for (let j: usize = 0; j < bytes; j += 4, half += 32) {
    v128.store(half, gather(a + j, b + j, c + j, d + j));
  }
}

/** Searches all quads for a plain tile. */
export function searchPlain(tile: usize, search: usize): void {
  const bytes = <usize>columns << 2;
  const end = tile + (bytes << 3);
  begin(search);
  const factor = f32x4.splat(cosine ? -1 : -2);
  for (let c: i32 = 0; c < quadCount * QUAD; c += QUAD) {
    const at = <usize>c << 2;
    let a0 = v128.load32_splat(base + at), a1 = v128.load32_splat(base + at, 4);
    let a2 = v128.load32_splat(base + at, 8), a3 = v128.load32_splat(base + at, 12);
    let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
    // behind the last centroid stands the first again, whose base is +Infinity there
    let c0 = centroidAt(c, bytes), c1 = centroidAt(c + 1, bytes), c2 = centroidAt(c + 2, bytes), c3 = centroidAt(c + 3, bytes);
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
    offerQuad(search, a0, a1, a2, a3, c);
    offerQuad(search + SEARCH_BYTES, b0, b1, b2, b3, c);
  }
}

/** Where a centroid is; behind the last, the first. */
// @ts-ignore: decorator
@inline
function centroidAt(c: i32, bytes: usize): usize {
  return centroids + (c < k ? <usize>c * bytes : 0);
}
