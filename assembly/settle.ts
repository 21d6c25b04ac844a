// The rows of a tile that was compared with all centroids that may be near, labelled.

import { errorsOf, exactUpper, keyAt, keyOf, keysOf, lowersOf, uppersOf } from './bounds';
import { noteCompared } from './centroids';
import { nearest, nearestOfKept } from './exact';
import { gather } from './lanes';
import { noteSum, notesSums } from './near';
import { isPostponed, labelAt, labelFour, relabel, rowAt } from './pass';
import { tileFull, tileRow, tileSize, tileSizes, tileUnit } from './tile-rows';

/** Of four rows: their keys, lower bounds on their distances to any centroid, scores that the nearest may have, sums of their distances to the two nearest, numbers of the nearest. */
const keys = memory.data(16, 16);
const least = memory.data(16, 16);
const most = memory.data(16, 16);
const bothNear = memory.data(16, 16);
const nearestOnes = memory.data(16, 16);

/** Labels four rows of the tile, those in the mask, by what their search found; their keys follow. `kept`: the sums that were kept of it, or 0. */
export function settle(h: usize, mask: i32, found: usize, kept: usize): void {
  const size = tileSizes(h);
  const error = errorsOf(size, tileFull(h));
  const best = v128.load(found), second = v128.load(found, 16), number = v128.load(found, 32);
  const clear = f32x4.gt(f32x4.sub(second, best), error);
  const clearMask = i32x4.bitmask(clear);
  noteCompared(popcnt(mask), popcnt(mask & ~clearMask));
  const upper = uppersOf(size, best, error);
  v128.store(keys, keysOf(number, upper, lowersOf(size, second, error)));
  if (notesSums) noteSums(mask, number, f32x4.add(upper, uppersOf(size, second, error)));
  const a = <usize>tileRow(h * 4), b = <usize>tileRow(h * 4 + 1), c = <usize>tileRow(h * 4 + 2), d = <usize>tileRow(h * 4 + 3);
  let odd = ~i32x4.bitmask(v128.and(clear, i32x4.eq(number, gather(labelAt(a), labelAt(b), labelAt(c), labelAt(d))))) & mask;
  // rows that fill up the tile get the same keys again
  store<f32>(keyAt(a), load<f32>(keys));
  store<f32>(keyAt(b), load<f32>(keys, 4));
  store<f32>(keyAt(c), load<f32>(keys, 8));
  store<f32>(keyAt(d), load<f32>(keys, 12));
  if (odd == 0) return;
  if (isPostponed && (odd & clearMask) == 15) {
    labelFour(a, number);
    return;
  }
  v128.store(least, lowersOf(size, best, error));
  v128.store(most, f32x4.add(best, error));
  for (; odd != 0; odd &= odd - 1) {
    const s = <usize>ctz(odd);
    const row = <usize>tileRow(h * 4 + s);
    let label = load<i32>(found + (s << 2), 32);
    if (!((clearMask >> <i32>s) & 1)) {
      const x = rowAt(row);
      label = kept == 0 ? nearest(x, tileSize(h * 4 + s)) : nearestOfKept(x, kept + (h << 4) + (s << 2), tileUnit(h * 4 + s), load<f32>(most + (s << 2)));
      store<f32>(keyAt(row), keyOf(label, exactUpper(x, label), load<f32>(least + (s << 2))));
    }
    if (label != load<i32>(labelAt(row))) relabel(row, label);
  }
}

function noteSums(mask: i32, number: v128, sum: v128): void {
  v128.store(bothNear, sum);
  v128.store(nearestOnes, number);
  for (; mask != 0; mask &= mask - 1) {
    const at = <usize>ctz(mask) << 2;
    noteSum(load<i32>(nearestOnes + at), load<f32>(bothNear + at));
  }
}
