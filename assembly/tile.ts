// The register tile of dense rows: sums of products of 8 quantised rows, four to a vector, with quads of centroids, and the scores that follow from
// them: |c|² − 2x·c (−x·c for cosine). A score differs from the squared distance by |x|², the same for every centroid. Every lane searches for its own
// row, on sums whose low bits make way for the number of the place that the centroid stands at:
//
//   a search:  best f32×4 | second best f32×4 | number of the best i32×4, for rows 0 to 3, and the same for rows 4 to 7

import { columns } from './centroids';
import { pairsOf } from './quantise';

/** Quads that are searched at a time: the numbers of their places take the low bits of a sum. */
export const MOST_QUADS: i32 = 64;
const PLACES: i32 = 4 * MOST_QUADS - 1;
const sumBits = memory.data<i32>([~PLACES, ~PLACES, ~PLACES, ~PLACES], 16);
/** The places of a quad's centroids, counted from its first. */
const quadPlaces = memory.data<i32>([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], 16);
/** Less than any sum. */
const nothings = memory.data<i32>([i32.MIN_VALUE, i32.MIN_VALUE, i32.MIN_VALUE, i32.MIN_VALUE], 16);

/** The greatest and second greatest sums, i32×4 each, of rows 0 to 3 and 4 to 7. */
const found = memory.data(64, 64);

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

/**
 * Searches `count` quads, at most 64, for a tile; the first centroid has number `first`. `units` (f32 × 8): what each row's sums of products are multiplied with. The sums of the rows with the
 * centroid of each place are kept too (i32 × 8 × places), where there is room for them.
 */
export function searchQuads(tile: usize, units: usize, quads: usize, count: i32, first: i32, search: usize, kept: usize): void {
  const nothing = v128.load(nothings);
  v128.store(found, nothing);
  v128.store(found, nothing, 16);
  v128.store(found, nothing, 32);
  v128.store(found, nothing, 48);
  addProducts(tile, quads, count, kept);
  for (let h: usize = 0; h < 2; h++) readSums(found + (h << 5), units + (h << 4), first, search + h * SEARCH_BYTES);
}

/** Takes in the sums of products of a tile with quads. */
// @ts-ignore: decorator
@inline
function addProducts(tile: usize, quad: usize, count: i32, kept: usize): void {
  const pairs = pairsOf(columns);
  const end = tile + (<usize>pairs << 5);
  for (let q = 0; q < count; q++) {
    let low = v128.load(tile), high = v128.load(tile, 16);
    let c0 = v128.load32_splat(quad), c1 = v128.load32_splat(quad, 4), c2 = v128.load32_splat(quad, 8), c3 = v128.load32_splat(quad, 12);
    let a0 = i32x4.dot_i16x8_s(low, c0), a1 = i32x4.dot_i16x8_s(low, c1), a2 = i32x4.dot_i16x8_s(low, c2), a3 = i32x4.dot_i16x8_s(low, c3);
    let b0 = i32x4.dot_i16x8_s(high, c0), b1 = i32x4.dot_i16x8_s(high, c1), b2 = i32x4.dot_i16x8_s(high, c2), b3 = i32x4.dot_i16x8_s(high, c3);
    quad += 16;
    for (let x = tile + 32; x < end; x += 32, quad += 16) {
      low = v128.load(x);
      high = v128.load(x, 16);
      c0 = v128.load32_splat(quad);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(low, c0));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(high, c0));
      c1 = v128.load32_splat(quad, 4);
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(low, c1));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(high, c1));
      c2 = v128.load32_splat(quad, 8);
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(low, c2));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(high, c2));
      c3 = v128.load32_splat(quad, 12);
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(low, c3));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(high, c3));
    }
    if (kept != 0) {
      const at = kept + (<usize>q << 7);
      v128.store(at, a0);
      v128.store(at, b0, 16);
      v128.store(at, a1, 32);
      v128.store(at, b1, 48);
      v128.store(at, a2, 64);
      v128.store(at, b2, 80);
      v128.store(at, a3, 96);
      v128.store(at, b3, 112);
    }
    const bits = v128.load(sumBits);
    const place = i32x4.splat(q << 2);
    const p1 = v128.or(place, v128.load(quadPlaces, 16)), p2 = v128.or(place, v128.load(quadPlaces, 32)), p3 = v128.or(place, v128.load(quadPlaces, 48));
    takeSums(found, placed(a0, bits, place), placed(a1, bits, p1), placed(a2, bits, p2), placed(a3, bits, p3));
    takeSums(found + 32, placed(b0, bits, place), placed(b1, bits, p1), placed(b2, bits, p2), placed(b3, bits, p3));
  }
}

/** Sums with the number of a place in their low bits. */
// @ts-ignore: decorator
@inline
function placed(sums: v128, bits: v128, place: v128): v128 {
  return v128.or(v128.and(sums, bits), place);
}

/** Takes in four rows' sums with four centroids. */
// @ts-ignore: decorator
@inline
function takeSums(found: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = i32x4.max_s(a, b), cd = i32x4.max_s(c, d);
  const first = i32x4.max_s(ab, cd);
  const next = i32x4.max_s(i32x4.min_s(ab, cd), i32x4.max_s(i32x4.min_s(a, b), i32x4.min_s(c, d)));
  const best = v128.load(found);
  v128.store(found, i32x4.max_s(best, first));
  v128.store(found, i32x4.max_s(i32x4.max_s(v128.load(found, 16), next), i32x4.min_s(best, first)), 16);
}

/** What the two greatest sums of four rows say, whose places are counted from centroid `first`. */
// @ts-ignore: decorator
@inline
function readSums(found: usize, units: usize, first: i32, search: usize): void {
  const unit = v128.load(units);
  const best = v128.load(found);
  v128.store(search, scoresOf(best, unit));
  v128.store(search, scoresOf(v128.load(found, 16), unit), 16);
  v128.store(search, i32x4.add(v128.andnot(best, v128.load(sumBits)), i32x4.splat(first)), 32);
}

// @ts-ignore: decorator
@inline
function scoresOf(sums: v128, unit: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(v128.and(sums, v128.load(sumBits))), unit);
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

/** Takes what four rows found elsewhere into a search. */
// @ts-ignore: decorator
@inline
export function joinSearch(search: usize, other: usize): void {
  const here = v128.load(other);
  const best = v128.load(search);
  v128.store(search, f32x4.pmin(best, here));
  v128.store(search, f32x4.pmin(f32x4.pmax(best, here), f32x4.pmin(v128.load(search, 16), v128.load(other, 16))), 16);
  v128.store(search, v128.bitselect(v128.load(other, 32), v128.load(search, 32), f32x4.lt(here, best)), 32);
}
