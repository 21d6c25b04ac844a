// Rows and centroids as 16-bit whole numbers, on which the tiles work: i32x4.dot_i16x8_s multiplies eight pairs and adds them in one go,
// exactly. A row is scaled to length 32,000 by its own length, centroids by the largest of theirs, so that no sum of products overflows.
// What rounding to whole numbers costs is bounded in `centroids.ts`; where it could decide, exact distances do.
//
//   a tile of 8 rows:          columns 0, 1: a a b b c c d d | e e f f g g h h   columns 2, 3: …  (i16; zeros up to a multiple of 8 columns)
//   a quad of 4 centroids:     columns 0, 1: p p q q r r s s                     columns 2, 3: …

/** Length that rows and the largest centroid are scaled to. */
export const GRAINS: f32 = 32000;
/** Up to so many columns rows stay f32, see `narrow.ts`. */
export const NARROW: i32 = 4;
/** Rows in a tile. */
export const TILE_ROWS: i32 = 8;
/** Centroids in a quad. */
export const QUAD: i32 = 4;

/** Adding it to a float of at most 2²² rounds to a whole number, which then stands in the low bits. */
const ROUND: f32 = 12582912;
const ROUND_BITS: i32 = 0x4b400000;

/** Whole numbers are this far from what they stand for at most. */
const OFF: f32 = 0.51;

/** |x·c − what whole numbers of so many columns make of it| is at most this share of |x| · the largest length, by Cauchy and Schwarz. */
// @ts-ignore: decorator
@inline
export function lostShare(columns: f32): f32 {
  return (<f32>2 * OFF * sqrt<f32>(columns) + (OFF * OFF * columns) / GRAINS) / GRAINS;
}

/** Bytes of a tile. */
export function tileBytes(columns: i32): usize {
  return <usize>((columns + 7) & ~7) << 4;
}

/** What to multiply values of this length with; 0 for a length that would overflow it. */
// @ts-ignore: decorator
@inline
export function grainScale(length: f32): f32 {
  return length > 1e-30 ? GRAINS / length : 0;
}

/** Bytes of a quantised row: pairs in order, zeros up to a multiple of 8 columns. */
// @ts-ignore: decorator
@inline
export function grainBytes(columns: i32): usize {
  return <usize>((columns + 7) & ~7) << 1;
}

/** Quantises a row of this length. */
export function quantise(x: usize, columns: i32, length: f32, out: usize): void {
  const scale = grainScale(length);
  const s = f32x4.splat(scale);
  const end = x + (<usize>columns << 2);
  const eightsEnd = x + (<usize>(columns & ~7) << 2);
  for (; x < eightsEnd; x += 32, out += 16) {
    v128.store(out, i16x8.narrow_i32x4_s(wholes(f32x4.mul(v128.load(x), s)), wholes(f32x4.mul(v128.load(x, 16), s))));
  }
  if (x == end) return;
  v128.store(out, i16x8.splat(0));
  for (; x < end; x += 4, out += 2) store<i16>(out, <i16>whole(load<f32>(x) * scale));
}

/** Writes four quantised rows to one half of a tile. */
export function interleave(a: usize, b: usize, c: usize, d: usize, bytes: usize, half: usize): void {
  for (let j: usize = 0; j < bytes; j += 16, half += 128) {
    const x = v128.load(a + j), y = v128.load(b + j), z = v128.load(c + j), w = v128.load(d + j);
    const xy = v128.shuffle<i32>(x, y, 0, 4, 1, 5), zw = v128.shuffle<i32>(z, w, 0, 4, 1, 5);
    const yx = v128.shuffle<i32>(x, y, 2, 6, 3, 7), wz = v128.shuffle<i32>(z, w, 2, 6, 3, 7);
    v128.store(half, v128.shuffle<i64>(xy, zw, 0, 2));
    v128.store(half, v128.shuffle<i64>(xy, zw, 1, 3), 32);
    v128.store(half, v128.shuffle<i64>(yx, wz, 0, 2), 64);
    v128.store(half, v128.shuffle<i64>(yx, wz, 1, 3), 96);
  }
}

// @ts-ignore: decorator
@inline
export function wholes(v: v128): v128 {
  return i32x4.sub(f32x4.add(v, f32x4.splat(ROUND)), i32x4.splat(ROUND_BITS));
}

// @ts-ignore: decorator
@inline
export function whole(v: f32): i32 {
  return reinterpret<i32>(v + ROUND) - ROUND_BITS;
}

/** Writes quads of centroids; `order` (i32, `padded` to whole quads) says which centroid stands where, -1: none. */
export function packQuads(centroids: usize, columns: i32, order: usize, padded: i32, largest: f32, quads: usize): void {
  const scale = grainScale(largest);
  const pairs = (columns + 1) >> 1;
  for (let at = 0; at < padded; at++) {
    const c = load<i32>(order + (<usize>at << 2));
    let out = quads + (<usize>((at >> 2) * pairs) << 4) + (<usize>(at & 3) << 2);
    let x = centroids + ((<usize>max(c, 0) * columns) << 2);
    for (let j = 0; j < pairs; j++, out += 16, x += 8) {
      const low = c < 0 ? 0 : whole(load<f32>(x) * scale);
      const high = c < 0 || 2 * j + 1 == columns ? 0 : whole(load<f32>(x, 4) * scale);
      store<i32>(out, (low & 0xffff) | (high << 16));
    }
  }
}
