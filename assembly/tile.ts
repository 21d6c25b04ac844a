// The register tile of dense rows: scores of 4 rows against the 8 centroids of one panel, |c|² − 2x·c (−x·c for cosine) in f32.
// A score differs from the squared distance by |x|², the same for every centroid.

import { offer, STATE_BYTES } from './best';

/** Centroids in a panel of dense rows. */
export const DENSE_WIDTH: i32 = 8;

/** Scores four rows against one panel and offers them to the rows' searches, which stand one behind another at `states`. */
// @ts-ignore: decorator
@inline
export function scoreTile(
  x0: usize, x1: usize, x2: usize, x3: usize, stride: usize, panel: usize, base: usize, ids: v128, states: usize,
): void {
  const low = v128.load(base);
  const high = v128.load(base, 16);
  let a0 = low, a1 = low, a2 = low, a3 = low;
  let b0 = high, b1 = high, b2 = high, b3 = high;
  for (let j: usize = 0; j < stride; j += 4, panel += 32) {
    const c0 = v128.load(panel);
    const c1 = v128.load(panel, 16);
    const v0 = v128.load32_splat(x0 + j);
    a0 = f32x4.add(a0, f32x4.mul(v0, c0));
    b0 = f32x4.add(b0, f32x4.mul(v0, c1));
    const v1 = v128.load32_splat(x1 + j);
    a1 = f32x4.add(a1, f32x4.mul(v1, c0));
    b1 = f32x4.add(b1, f32x4.mul(v1, c1));
    const v2 = v128.load32_splat(x2 + j);
    a2 = f32x4.add(a2, f32x4.mul(v2, c0));
    b2 = f32x4.add(b2, f32x4.mul(v2, c1));
    const v3 = v128.load32_splat(x3 + j);
    a3 = f32x4.add(a3, f32x4.mul(v3, c0));
    b3 = f32x4.add(b3, f32x4.mul(v3, c1));
  }
  const highIds = i32x4.add(ids, i32x4.splat(4));
  offer(states, a0, ids);
  offer(states, b0, highIds);
  offer(states + STATE_BYTES, a1, ids);
  offer(states + STATE_BYTES, b1, highIds);
  offer(states + 2 * STATE_BYTES, a2, ids);
  offer(states + 2 * STATE_BYTES, b2, highIds);
  offer(states + 3 * STATE_BYTES, a3, ids);
  offer(states + 3 * STATE_BYTES, b3, highIds);
}

/** Searches panels `from` up to `to` for four rows; the outcome is in the rows' states. */
// @ts-ignore: decorator
@inline
export function searchPanels(
  x0: usize, x1: usize, x2: usize, x3: usize, stride: usize, panels: usize, base: usize, from: i32, to: i32, states: usize,
): void {
  const first = from * DENSE_WIDTH;
  let ids = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first));
  let panel = panels + <usize>first * stride;
  let start = base + (<usize>first << 2);
  for (let p = from; p < to; p++, panel += stride * DENSE_WIDTH, start += DENSE_WIDTH << 2) {
    scoreTile(x0, x1, x2, x3, stride, panel, start, ids, states);
    ids = i32x4.add(ids, i32x4.splat(DENSE_WIDTH));
  }
}
