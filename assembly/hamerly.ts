// Lloyd's labels with one lower bound a row (Hamerly 2010): rows whose bounds do not settle their label are compared with every centroid, eight at a
// time. A comparison of two scores that rounding could have swapped is decided by exact distances, as in brute force. So the labels are the same
// to the last row.

import { errorsOf, exactUpper, keyAt, keyOf, keysOf, lowersOf, openFailed, uppersOf } from './bounds';
import { columns } from './centroids';
import { nearest } from './exact';
import { gather } from './lanes';
import { TILE_ROWS } from './quantise';
import { moveRow, weightAt } from './sums';
import { SEARCH_BYTES } from './tile';
import { searchAll, takeTile, tileRow, tileSize, tileSizes } from './tile-rows';

/** Of four rows: their keys, and lower bounds on their distances to any centroid. */
const keys = memory.data(16, 16);
const least = memory.data(16, 16);

/**
 * As `assignDense`, for euclidean rows that have keys. `first` counts from the first row of all arrays. Rows that have no label (-1) yet
 * get their first keys. Rows are swept `sweep` at a time; `open` has room for as many i32.
 */
export function assignHamerly(
  rows: usize, lengths: usize, weights: usize, first: i32, count: i32, labels: usize, sums: usize, totals: usize, members: usize,
  tile: usize, sweep: i32, open: usize,
): i32 {
  let changed = 0;
  for (let start = first; start < first + count; start += sweep) {
    const size = min(sweep, first + count - start);
    const fresh = load<i32>(labels + (<usize>start << 2)) < 0;
    let left = 0;
    if (fresh) {
      for (let r = 0; r < size; r++) store<i32>(open + (<usize>r << 2), r);
      left = size;
    } else {
      left = openFailed(start, size, labels, open);
    }
    for (let at = 0; at < left; at += TILE_ROWS) {
      const used = min(TILE_ROWS, left - at);
      takeTile(rows, lengths, start, open + (<usize>at << 2), used, tile);
      const search = searchAll(tile, 0);
      for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
        const mask = (1 << min(4, used - <i32>(h << 2))) - 1;
        changed += settle(h, mask, rows, weights, search + h * SEARCH_BYTES, labels, sums, totals, members);
      }
    }
  }
  return changed;
}

/** Labels four rows of a tile, those in the mask; their bounds follow. Returns how many labels changed. */
// @ts-ignore: decorator
@inline
function settle(h: usize, mask: i32, rows: usize, weights: usize, found: usize, labels: usize, sums: usize, totals: usize, members: usize): i32 {
  const size = tileSizes(h);
  const error = errorsOf(size);
  const best = v128.load(found);
  const second = v128.load(found, 16);
  const clear = f32x4.gt(f32x4.sub(second, best), error);
  const number = v128.load(found, 32);
  v128.store(keys, keysOf(number, uppersOf(size, best, error), lowersOf(size, second, error)));
  const a = <usize>tileRow(h * 4), b = <usize>tileRow(h * 4 + 1), c = <usize>tileRow(h * 4 + 2), d = <usize>tileRow(h * 4 + 3);
  const old = gather(labels + (a << 2), labels + (b << 2), labels + (c << 2), labels + (d << 2));
  let odd = ~i32x4.bitmask(v128.and(clear, i32x4.eq(number, old))) & mask;
  // rows that fill up the tile get the same bounds again
  store<f32>(keyAt(a), load<f32>(keys));
  store<f32>(keyAt(b), load<f32>(keys, 4));
  store<f32>(keyAt(c), load<f32>(keys, 8));
  store<f32>(keyAt(d), load<f32>(keys, 12));
  if (odd == 0) return 0;
  v128.store(least, lowersOf(size, best, error));
  const clearMask = i32x4.bitmask(clear);
  let changed = 0;
  while (odd != 0) {
    const s = <usize>ctz(odd);
    odd &= odd - 1;
    const row = <usize>tileRow(h * 4 + s);
    const x = rows + ((row * columns) << 2);
    let label = load<i32>(found + (s << 2), 32);
    if (!((clearMask >> <i32>s) & 1)) {
      label = nearest(x, tileSize(h * 4 + s));
      store<f32>(keyAt(row), keyOf(label, exactUpper(x, label), load<f32>(least + (s << 2))));
    }
    const before = load<i32>(labels + (row << 2));
    if (label == before) continue;
    store<i32>(labels + (row << 2), label);
    changed++;
    moveRow(x, weightAt(weights, row), columns, before, label, sums, totals, members);
  }
  return changed;
}
