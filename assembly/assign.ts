// Nearest-centroid assignment of dense rows: tiles of 4 rows × 8 centroids in registers, f32 scores |c|² − 2x·c (−x·c for cosine).
// A score differs from the squared distance by |x|², the same for every centroid. Where rounding could decide, the exact distances do.

import { begin, offer, STATE_BYTES, settle } from './best';
import { nearest } from './distance';

/** Centroids in a panel of dense rows. */
export const DENSE_WIDTH: i32 = 8;

const states = memory.data(192, 16) // 4 × STATE_BYTES;

/**
 * Labels `count` rows (storage padded to a multiple of 4 rows) and adds each row, times its weight, to its centroid's sum.
 * `margin` is the rounding error of a score for unit |x| and unit largest |c|; `largest` the largest |c|. `sums` may be 0: label only.
 * In: rows f32, lengths f32, weights f64, panels, base, centroids f32. In and out: labels i32, sums f64 (k × columns), totals f64 (k).
 * Returns how many labels changed.
 */
export function assignDense(
  rows: usize, lengths: usize, weights: usize, count: i32, columns: i32, cosine: bool,
  centroids: usize, panels: usize, base: usize, k: i32, largest: f32, margin: f32,
  labels: usize, sums: usize, totals: usize,
): i32 {
  const stride = <usize>columns << 2;
  const panelBytes = stride * DENSE_WIDTH;
  const panelCount = (k + DENSE_WIDTH - 1) / DENSE_WIDTH;
  let changed = 0;
  for (let i = 0; i < count; i += 4) {
    const x0 = rows + <usize>i * stride;
    for (let r: usize = 0; r < 4; r++) begin(states + r * STATE_BYTES);
    let ids = i32x4(0, 1, 2, 3);
    for (let p = 0; p < panelCount; p++) {
      scoreTile(x0, stride, panels + <usize>p * panelBytes, base + (<usize>(p * DENSE_WIDTH) << 2), ids);
      ids = i32x4.add(ids, i32x4.splat(DENSE_WIDTH));
    }
    const last = min(4, count - i);
    for (let r = 0; r < last; r++) {
      const x = x0 + <usize>r * stride;
      const at = <usize>(i + r);
      const length = load<f32>(lengths + (at << 2));
      const error: f32 = cosine ? margin * length * largest : margin * (largest * largest + 2 * length * largest);
      let label = settle(states + <usize>r * STATE_BYTES, error);
      if (label < 0) label = nearest(x, centroids, k, columns, cosine);
      if (label != load<i32>(labels + (at << 2))) {
        store<i32>(labels + (at << 2), label);
        changed++;
      }
      if (sums != 0) addRow(x, load<f64>(weights + (at << 3)), columns, label, sums, totals);
    }
  }
  return changed;
}

/** Scores of 4 rows against the 8 centroids of one panel, offered to the rows' searches. */
// @ts-ignore: decorator
@inline
function scoreTile(x0: usize, stride: usize, panel: usize, base: usize, ids: v128): void {
  const low = v128.load(base);
  const high = v128.load(base, 16);
  let a0 = low, a1 = low, a2 = low, a3 = low;
  let b0 = high, b1 = high, b2 = high, b3 = high;
  const x1 = x0 + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
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

/** sums[label] += weight · row, totals[label] += weight, in f64. */
// @ts-ignore: decorator
@inline
function addRow(x: usize, weight: f64, columns: i32, label: i32, sums: usize, totals: usize): void {
  const total = totals + (<usize>label << 3);
  store<f64>(total, load<f64>(total) + weight);
  let sum = sums + ((<usize>label * columns) << 3);
  const w = f64x2.splat(weight);
  const end = x + (<usize>columns << 2);
  const pairsEnd = x + (<usize>(columns & ~1) << 2);
  for (; x < pairsEnd; x += 8, sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(w, f64x2.promote_low_f32x4(v128.load64_zero(x)))));
  }
  if (x < end) store<f64>(sum, load<f64>(sum) + weight * <f64>load<f32>(x));
}
