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
    const p = v128.load32_splat(start), q = v128.load32_splat(start, 4), r = v128.load32_splat(start, 8), s = v128.load32_splat(start, 12);
    offerQuad(search, score(a0, u, p), score(a1, u, q), score(a2, u, r), score(a3, u, s), ids);
    offerQuad(search + SEARCH_BYTES, score(b0, v, p), score(b1, v, q), score(b2, v, r), score(b3, v, s), ids);
  }
}

/** Four rows' scores of their sums of products with one centroid. */
// @ts-ignore: decorator
@inline
function score(sums: v128, unit: v128, base: v128): v128 {
  return f32x4.add(base, f32x4.mul(f32x4.convert_i32x4_s(sums), unit));
}

/** Takes in the scores of four centroids, whose numbers are at `ids`. */
// @ts-ignore: decorator
@inline
export function offerQuad(search: usize, a: v128, b: v128, c: v128, d: v128, ids: usize): void {
  const ab = f32x4.pmin(a, b), cd = f32x4.pmin(c, d);
  const least = f32x4.pmin(ab, cd);
  const next = f32x4.pmin(f32x4.pmax(ab, cd), f32x4.pmin(f32x4.pmax(a, b), f32x4.pmax(c, d)));
  const idAb = v128.bitselect(v128.load32_splat(ids, 4), v128.load32_splat(ids), f32x4.lt(b, a));
  const idCd = v128.bitselect(v128.load32_splat(ids, 12), v128.load32_splat(ids, 8), f32x4.lt(d, c));
  const id = v128.bitselect(idCd, idAb, f32x4.lt(cd, ab));
  const best = v128.load(search);
  v128.store(search, f32x4.pmin(best, least));
  v128.store(search, f32x4.pmin(f32x4.pmin(v128.load(search, 16), next), f32x4.pmax(best, least)), 16);
  v128.store(search, v128.bitselect(id, v128.load(search, 32), f32x4.lt(least, best)), 32);
}
