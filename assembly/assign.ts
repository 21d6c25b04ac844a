// Nearest-centroid assignment of dense rows by comparing each with every centroid. Where rounding could decide, the exact distances do.

import { begin, settle, STATE_BYTES } from './best';
import { nearest } from './distance';
import { moveRow } from './sums';
import { searchPanels } from './tile';
import { DENSE_WIDTH } from './tile';

const states = memory.data(192, 16); // 4 × STATE_BYTES

/**
 * Labels `count` rows (storage padded to a multiple of 4 rows) and moves those that change from sum to sum; `sums` may be 0: label only.
 * `margin` is the rounding error of a score for unit |x| and unit largest |c|; `largest` the largest |c|.
 * In: rows f32, lengths f32, weights f64, panels, base, centroids f32. In and out: labels i32, sums f64 (k × columns), totals f64 (k),
 * members i32 (k). Returns how many labels changed.
 */
export function assignDense(
  rows: usize, lengths: usize, weights: usize, count: i32, columns: i32, cosine: bool,
  centroids: usize, panels: usize, base: usize, k: i32, largest: f32, margin: f32,
  labels: usize, sums: usize, totals: usize, members: usize,
): i32 {
  const stride = <usize>columns << 2;
  const panelCount = (k + DENSE_WIDTH - 1) / DENSE_WIDTH;
  let changed = 0;
  for (let i = 0; i < count; i += 4) {
    const x0 = rows + <usize>i * stride;
    for (let r: usize = 0; r < 4; r++) begin(states + r * STATE_BYTES);
    searchPanels(x0, x0 + stride, x0 + 2 * stride, x0 + 3 * stride, stride, panels, base, 0, panelCount, states);
    const last = min(4, count - i);
    for (let r = 0; r < last; r++) {
      const x = x0 + <usize>r * stride;
      const at = <usize>(i + r);
      const error = margin * scoreSize(load<f32>(lengths + (at << 2)), largest, cosine);
      let label = settle(states + <usize>r * STATE_BYTES, error);
      if (label < 0) label = nearest(x, centroids, k, columns, cosine);
      const old = load<i32>(labels + (at << 2));
      if (label != old) {
        store<i32>(labels + (at << 2), label);
        changed++;
        if (sums != 0) moveRow(x, load<f64>(weights + (at << 3)), columns, old, label, sums, totals, members);
      }
    }
  }
  return changed;
}

/** How large the parts of a score can be: what its rounding error is relative to. */
// @ts-ignore: decorator
@inline
export function scoreSize(length: f32, largest: f32, cosine: bool): f32 {
  return cosine ? length * largest : largest * (largest + 2 * length);
}
