// Nearest-centroid assignment of dense rows by comparing each with every centroid. Where rounding could decide, the exact distances do.

import { columns, errorLeast, errorShare, quadCount, unit } from './centroids';
import { nearest } from './exact';
import { grainBytes, interleave, quantise, TILE_ROWS } from './quantise';
import { moveRow, weightAt } from './sums';
import { begin, SEARCH_BYTES, searchQuads } from './tile';

const search = memory.data(96, 16); // 2 × SEARCH_BYTES
const units = memory.data(32, 16);

/**
 * Labels `count` rows and moves those that change from sum to sum; `sums` may be 0: label only. `grains` has room for 8 quantised rows, `tile` for one.
 * In: rows f32, lengths f32, weights f64. In and out: labels i32, sums f64 (k × columns), totals f64 (k), members i32 (k).
 * Returns how many labels changed.
 */
export function assignDense(
  rows: usize, lengths: usize, weights: usize, count: i32, tile: usize, grains: usize,
  labels: usize, sums: usize, totals: usize, members: usize,
): i32 {
  const stride = <usize>columns << 2;
  const bytes = grainBytes(columns);
  let changed = 0;
  for (let i = 0; i < count; i += TILE_ROWS) {
    const used = min(TILE_ROWS, count - i);
    for (let r = 0; r < used; r++) {
      const length = load<f32>(lengths + (<usize>(i + r) << 2));
      quantise(rows + <usize>(i + r) * stride, columns, length, grains + <usize>r * bytes);
      store<f32>(units + (<usize>r << 2), unit * length);
    }
    // rows that are missing in the last tile repeat older ones: nobody looks at what they find
    interleave(grains, grains + bytes, grains + 2 * bytes, grains + 3 * bytes, bytes, tile);
    if (used > 4) interleave(grains + 4 * bytes, grains + 5 * bytes, grains + 6 * bytes, grains + 7 * bytes, bytes, tile + 16);
    begin(search);
    searchQuads(tile, units, 0, quadCount, search);
    for (let r: usize = 0; r < <usize>used; r++) {
      const at = <usize>i + r;
      const x = rows + at * stride;
      const found = search + (r >> 2) * SEARCH_BYTES + ((r & 3) << 2);
      const length = load<f32>(lengths + (at << 2));
      const clear = load<f32>(found, 16) - load<f32>(found) > errorShare * length + errorLeast;
      const label = clear ? load<i32>(found, 32) : nearest(x, length);
      const old = load<i32>(labels + (at << 2));
      if (label == old) continue;
      store<i32>(labels + (at << 2), label);
      changed++;
      if (sums != 0) moveRow(x, weightAt(weights, at), columns, old, label, sums, totals, members);
    }
  }
  return changed;
}
