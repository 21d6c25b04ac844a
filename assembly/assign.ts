// Nearest-centroid assignment of dense rows by comparing each with every centroid. Where rounding could decide, the exact distances do.

import { scoreErrors } from './centroids';
import { exactErrors, nearest } from './exact';
import { beginPass, beginRun, changed, endRun, labelAt, relabel, rowAt } from './pass';
import { TILE_ROWS } from './quantise';
import { SEARCH_BYTES } from './tile';
import { searchAll, takeTile, tileFull, tileSize, tileSizes } from './tile-rows';

/** The rows of a tile: neighbours. */
const neighbours = memory.data<i32>([0, 1, 2, 3, 4, 5, 6, 7]);

/**
 * Labels `count` rows and moves those that change from sum to sum; `sums` may be 0: label only. `tile`: room for one.
 * In: rows f32, lengths f32, weights f64 (0: all 1). In and out: labels i32, sums f64 (k × columns), totals f64 (k), members i32 (k).
 * Returns how many labels changed.
 */
export function assignDense(
  rows: usize, lengths: usize, weights: usize, count: i32, tile: usize,
  labels: usize, sums: usize, totals: usize, members: usize,
): i32 {
  beginPass(rows, lengths, weights, labels, sums, totals, members, tile);
  let clear = 0;
  for (let i = 0; i < count; i += TILE_ROWS) {
    const used = min(TILE_ROWS, count - i);
    beginRun(<usize>i);
    takeTile(i, neighbours, used);
    const search = searchAll(0);
    for (let r: usize = 0; r < <usize>used; r++) {
      const found = search + (r >> 2) * SEARCH_BYTES;
      if ((r & 3) == 0) clear = clearOnes(found, r >> 2);
      const row = <usize>i + r;
      const isClear = (clear >> <i32>(r & 3)) & 1;
      const label = isClear ? load<i32>(found + ((r & 3) << 2), 32) : nearest(rowAt(row), tileSize(r));
      if (label != load<i32>(labelAt(row))) relabel(row, label);
    }
    endRun(<usize>i, used);
  }
  return changed;
}

/** Which of four rows have found a nearest centroid that no rounding could have swapped with another, as a mask. */
// @ts-ignore: decorator
@inline
function clearOnes(found: usize, h: usize): i32 {
  const gap = f32x4.sub(v128.load(found, 16), v128.load(found));
  return i32x4.bitmask(f32x4.gt(gap, f32x4.add(scoreErrors(tileFull(h)), exactErrors(tileSizes(h)))));
}
