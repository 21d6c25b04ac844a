// The register tile of dense rows: scores of 8 quantised rows, four to a vector, against quads of centroids: |c|² − 2x·c (−x·c for cosine).
// A score differs from the squared distance by |x|², the same for every centroid. Every lane searches for its own row:
//
//   a search:  best f32×4 | second best f32×4 | number of the best i32×4, for rows 0 to 3, and the same for rows 4 to 7

import { base, columns, order, quads } from './centroids';

/** Bytes of the search of four rows. */
export const SEARCH_BYTES: usize = 48;

/** Starts a search of 8 rows: nothing found yet. */
// @ts-ignore: decorator
@inline
export function begin(search: usize): void {
  const infinity = f32x4.splat(f32.POSITIVE_INFINITY);
  v128.store(search, infinity);
  v128.store(search, infinity, 16);
  v128.store(search, infinity, 48);
  v128.store(search, infinity, 64);
}

/** Searches quads `from` up to `to` for a tile. `units` (f32 × 8): what each row's sums of products are multiplied with. */
export function searchQuads(tile: usize, units: usize, from: i32, to: i32, search: usize): void {
  const bytes = <usize>((columns + 1) >> 1) << 4; // of a quad
  const end = tile + (bytes << 1);
  let quad = quads + <usize>from * bytes;
  let ids = order + (<usize>from << 4);
  let start = base + (<usize>from << 4);
  const u = v128.load(units);
  const v = v128.load(units, 16);
  for (let q = from; q < to; q++, ids += 16, start += 16) {
    let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
    let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    for (let x = tile; x < end; x += 32, quad += 16) {
      const low = v128.load(x);
      const high = v128.load(x, 16);
      const c0 = v128.load32_splat(quad);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(low, c0));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(high, c0));
      const c1 = v128.load32_splat(quad, 4);
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(low, c1));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(high, c1));
      const c2 = v128.load32_splat(quad, 8);
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(low, c2));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(high, c2));
      const c3 = v128.load32_splat(quad, 12);
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(low, c3));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(high, c3));
    }
    offerSums(search, a0, u, start, ids);
    offerSums(search + SEARCH_BYTES, b0, v, start, ids);
    offerSums(search, a1, u, start + 4, ids + 4);
    offerSums(search + SEARCH_BYTES, b1, v, start + 4, ids + 4);
    offerSums(search, a2, u, start + 8, ids + 8);
    offerSums(search + SEARCH_BYTES, b2, v, start + 8, ids + 8);
    offerSums(search, a3, u, start + 12, ids + 12);
    offerSums(search + SEARCH_BYTES, b3, v, start + 12, ids + 12);
  }
}

/** Makes scores of four rows' sums of products with one centroid, and offers them. */
// @ts-ignore: decorator
@inline
function offerSums(search: usize, sums: v128, unit: v128, start: usize, id: usize): void {
  offer(search, f32x4.add(v128.load32_splat(start), f32x4.mul(f32x4.convert_i32x4_s(sums), unit)), id);
}

/** Keeps the scores of one centroid, whose number is at `id`, where they are the smallest or second smallest. */
// @ts-ignore: decorator
@inline
export function offer(search: usize, score: v128, id: usize): void {
  const best = v128.load(search);
  v128.store(search, v128.bitselect(v128.load32_splat(id), v128.load(search, 32), f32x4.lt(score, best)), 32);
  // the loser of (best, score) may still be the second smallest
  v128.store(search, f32x4.pmin(v128.load(search, 16), f32x4.pmax(best, score)), 16);
  v128.store(search, f32x4.pmin(best, score));
}
