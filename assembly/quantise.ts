// Rows and centroids as 16-bit whole numbers, on which the tiles work: i32x4.dot_i16x8_s multiplies eight pairs and adds them in one go,
// exactly. A centroid gets one more column, with which its sums of products tell by themselves how near it is, the more the nearer:
//
//   |x − c|² = |x|² − 2 (x, w)·(c, −|c|²/2w)     w: half the length of the longest centroid, L, so that the longest becomes √2 L (w = 0 for cosine)
//
// Rows are scaled to length 32,000 by their own length, centroids by the largest of theirs, so that no sum of products overflows. What rounding to
// whole numbers costs is bounded in `centroids.ts`; where it could decide, exact distances do.
//
//   a row:                     columns in turn, zeros up to whole eights   (i16)
//   a tile of 8 rows:          columns 0, 1: a a b b c c d d | e e f f g g h h   columns 2, 3: …   w and 32,767   (i16)
//   a quad of 4 centroids:     columns 0, 1: p p q q r r s s                     columns 2, 3: …   −|c|²/2w and 0
//
// Behind the last centroid stand such that no row is nearest to: nothing but −32,768 in the place of that 0.

/** Length that rows and the largest centroid are scaled to. */
export const GRAINS: f32 = 32000;
/** Rows in a tile. */
export const TILE_ROWS: i32 = 8;
/** Centroids in a quad. */
export const QUAD: i32 = 4;

/** Adding it to a float of at most 2²² rounds to a whole number, which then stands in the low bits. */
const ROUND: f32 = 12582912;
const ROUND_BITS: i32 = 0x4b400000;
const rounds = memory.data<f32>([12582912, 12582912, 12582912, 12582912], 16);

/** Whole numbers are this far from what they stand for at most. */
const OFF: f32 = 0.52;

/** |x·c − what whole numbers of so many columns make of it| is at most this share of |x| · the largest length, by Cauchy and Schwarz. */
// @ts-ignore: decorator
@inline
export function lostShare(columns: f32): f32 {
  return (<f32>2 * OFF * sqrt<f32>(columns) + (OFF * OFF * columns) / GRAINS) / GRAINS;
}

/** Pairs of columns of a tile and a quad. */
// @ts-ignore: decorator
@inline
export function pairsOf(columns: i32): i32 {
  return ((columns + 1) >> 1) + 1;
}

/** Bytes of one row of whole numbers. */
// @ts-ignore: decorator
@inline
export function rowBytes(columns: i32): usize {
  return <usize>((columns + 7) & ~7) << 1;
}

/** Bytes of a tile. */
export function tileBytes(columns: i32): usize {
  return <usize>(columns << 5) + 96; // f32 values, or about half as many bytes of whole numbers
}

/** Writes what stands behind the columns of four rows: w, scaled, and 32,767. */
// @ts-ignore: decorator
@inline
export function endRows(w: f32, scales: v128, columns: i32, half: usize): void {
  const last = v128.and(wholes(f32x4.mul(f32x4.splat(w), scales)), i32x4.splat(0xffff));
  v128.store(half + (<usize>(pairsOf(columns) - 1) << 5), v128.or(last, i32x4.splat(0x7fff0000)));
}

/** What to multiply values of this length with; 0 for a length that would overflow it. */
// @ts-ignore: decorator
@inline
export function grainScale(length: f32): f32 {
  return length > 1e-30 ? GRAINS / length : 0;
}

/** The same for four lengths. */
// @ts-ignore: decorator
@inline
export function grainScales(lengths: v128): v128 {
  return v128.and(f32x4.div(f32x4.splat(GRAINS), lengths), f32x4.gt(lengths, f32x4.splat(1e-30)));
}

/** Quantises four rows and writes them to one half of a tile; `scaleAt`: what each is multiplied with (f32×4). Reads up to 28 bytes behind a row's end. */
export function quantiseInto(a: usize, b: usize, c: usize, d: usize, columns: i32, scaleAt: usize, half: usize): void {
  const s = v128.load32_splat(scaleAt), t = v128.load32_splat(scaleAt, 4), u = v128.load32_splat(scaleAt, 8), v = v128.load32_splat(scaleAt, 12);
  const round = v128.load(rounds);
  const all = firstOf(8);
  for (let left = columns; left > 0; left -= 8, a += 32, b += 32, c += 32, d += 32, half += 128) {
    const own = left < 8 ? firstOf(left) : all;
    interleaveEight(eight(a, s, round, own), eight(b, t, round, own), eight(c, u, round, own), eight(d, v, round, own), half);
  }
}

/** Quantises one row, without what stands behind its columns. Reads up to 28 bytes behind its end. */
export function quantiseRow(x: usize, columns: i32, scale: f32, out: usize): void {
  const scales = f32x4.splat(scale);
  const round = v128.load(rounds);
  for (let left = columns; left > 0; left -= 8, x += 32, out += 16) v128.store(out, eight(x, scales, round, firstOf(left)));
}

/** Quantises rows of these lengths for good, for a tail of `w`. */
export function quantiseRows(rows: usize, lengths: usize, count: i32, columns: i32, w: f32, out: usize): void {
  const bytes = rowBytes(columns);
  for (const end = lengths + (<usize>count << 2); lengths < end; lengths += 4, rows += <usize>columns << 2, out += bytes) {
    const length = load<f32>(lengths);
    quantiseRow(rows, columns, grainScale(<f32>sqrt(length * length + w * w)), out);
  }
}

/** Writes four quantised rows to one half of a tile. */
export function interleaveInto(a: usize, b: usize, c: usize, d: usize, columns: i32, half: usize): void {
  for (const bytes = rowBytes(columns), end = a + bytes; a < end; a += 16, b += 16, c += 16, d += 16, half += 128) {
    interleaveEight(v128.load(a), v128.load(b), v128.load(c), v128.load(d), half);
  }
}

/** Eight lanes that are all ones, then eight of zeros: read from lane 8 − n on, a mask of the first n. */
const firstLanes = memory.data<i16>([-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0]);

/** A mask of the first of eight lanes. */
// @ts-ignore: decorator
@inline
function firstOf(lanes: i32): v128 {
  return v128.load(firstLanes + (<usize>(8 - min(lanes, 8)) << 1));
}

/** Eight values as whole numbers, those in the mask. */
// @ts-ignore: decorator
@inline
function eight(x: usize, scale: v128, round: v128, own: v128): v128 {
  return v128.and(i16x8.narrow_i32x4_s(wholesBy(f32x4.mul(v128.load(x), scale), round), wholesBy(f32x4.mul(v128.load(x, 16), scale), round)), own);
}

// @ts-ignore: decorator
@inline
function interleaveEight(x: v128, y: v128, z: v128, w: v128, half: usize): void {
  const xy = v128.shuffle<i32>(x, y, 0, 4, 1, 5), zw = v128.shuffle<i32>(z, w, 0, 4, 1, 5);
  const yx = v128.shuffle<i32>(x, y, 2, 6, 3, 7), wz = v128.shuffle<i32>(z, w, 2, 6, 3, 7);
  v128.store(half, v128.shuffle<i64>(xy, zw, 0, 2));
  v128.store(half, v128.shuffle<i64>(xy, zw, 1, 3), 32);
  v128.store(half, v128.shuffle<i64>(yx, wz, 0, 2), 64);
  v128.store(half, v128.shuffle<i64>(yx, wz, 1, 3), 96);
}

/** Whole numbers near some values; `round` holds {@link rounds}. */
// @ts-ignore: decorator
@inline
function wholesBy(v: v128, round: v128): v128 {
  return i32x4.sub(f32x4.add(v, round), round); // as bits, ROUND is ROUND_BITS
}

// @ts-ignore: decorator
@inline
export function wholes(v: v128): v128 {
  return wholesBy(v, v128.load(rounds));
}

// @ts-ignore: decorator
@inline
export function whole(v: f32): i32 {
  return reinterpret<i32>(v + ROUND) - ROUND_BITS;
}

/**
 * Quantises centroids, one behind the other, and what stands behind their columns: `shares` (f32) times `share`, to `tails` (i32). `longest`: length of the
 * longest with that.
 */
export function quantiseCentroids(centroids: usize, count: i32, columns: i32, longest: f32, shares: usize, share: f32, out: usize, tails: usize): void {
  const scale = grainScale(longest);
  const bytes = rowBytes(columns);
  for (const end = tails + (<usize>count << 2); tails < end; tails += 4, shares += 4, centroids += <usize>columns << 2, out += bytes) {
    quantiseRow(centroids, columns, scale, out);
    store<i32>(tails, whole(load<f32>(shares) * share * scale));
  }
}

/** Bytes of a quad. */
export function quadBytes(columns: i32): usize {
  return <usize>pairsOf(columns) << 4;
}

/** Writes quads of those quantised centroids that are listed (i32). */
export function packQuads(from: usize, tails: usize, list: usize, count: i32, columns: i32, quads: usize): void {
  const bytes = rowBytes(columns);
  const pairs = pairsOf(columns);
  for (let at = 0, end = (count + QUAD - 1) & -QUAD; at < end; at++) {
    const isNone = at >= count;
    const c = isNone ? 0 : load<i32>(list + (<usize>at << 2));
    let out = quads + (<usize>((at >> 2) * pairs) << 4) + (<usize>(at & 3) << 2);
    let x = from + <usize>c * bytes;
    for (let j = 0; j < pairs - 1; j++, out += 16, x += 4) store<i32>(out, isNone ? 0 : load<i32>(x));
    store<i32>(out, isNone ? 0x80000000 : load<i32>(tails + (<usize>c << 2)) & 0xffff);
  }
}
