// Lloyd's labels with one lower bound a row (Hamerly 2010): rows whose bounds do not settle their label are compared with every centroid, eight at a
// time. A comparison of two scores that rounding could have swapped is decided by exact distances, as in brute force. So the labels are the same
// to the last row.

import { errorsOf, exactUpper, keyAt, keyOf, keysOf, lowersOf, openFailed, uppersOf } from './bounds';
import { likeFirst, sortByLabel, sortBytes } from './by-label';
import { columns, UP } from './centroids';
import { nearest } from './exact';
import { gather } from './lanes';
import { beyondList, hasLists, listOf, noteSum, notesSums } from './near';
import { TILE_ROWS } from './quantise';
import { moveRow, weightAt } from './sums';
import { SEARCH_BYTES } from './tile';
import { searchAll, searchListed, takeTile, tileRow, tileSize, tileSizes } from './tile-rows';

/** Of four rows: their keys, and lower bounds on their distances to any centroid. */
const keys = memory.data(16, 16);
const least = memory.data(16, 16);

/**
 * As `assignDense`, for euclidean rows that have keys. `first` counts from the first row of all arrays. Rows that have no label (-1) yet
 * get their first keys. Rows are swept `sweep` at a time; `room` for `hamerlyBytes`.
 */
export function assignHamerly(
  rows: usize, lengths: usize, weights: usize, first: i32, count: i32, labels: usize, sums: usize, totals: usize, members: usize,
  tile: usize, sweep: i32, room: usize,
): i32 {
  const open = room;
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
      if (hasLists) {
        const some = open + (<usize>sweep << 2);
        touch(rows, start, open, left);
        sortByLabel(open, left, start, labels, some, some + (<usize>sweep << 2));
        changed += compareByLabel(rows, lengths, weights, start, some, left, labels, sums, totals, members, tile, open);
        left = leftOpen;
      }
    }
    for (let at = 0; at < left; at += TILE_ROWS) {
      const used = min(TILE_ROWS, left - at);
      takeTile(rows, lengths, start, open + (<usize>at << 2), used, tile);
      const search = searchAll(tile, 0);
      for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
        changed += settle(h, maskOf(used, h), rows, weights, search + h * SEARCH_BYTES, labels, sums, totals, members);
      }
    }
  }
  return changed;
}

let touched: i32 = 0;

/** Reads the listed rows in their order, which brings them near faster than reading them sorted would. */
// @ts-ignore: decorator
@inline
function touch(rows: usize, start: i32, list: usize, count: i32): void {
  let sum = 0;
  for (let at = list, end = list + (<usize>count << 2); at < end; at += 4) sum += load<i32>(rows + ((<usize>(start + load<i32>(at)) * columns) << 2));
  touched = sum;
}

/** Bytes of room that `assignHamerly` takes; `isNear`: there may be lists. */
export function hamerlyBytes(sweep: i32, k: i32, isNear: bool): usize {
  return (<usize>sweep << (isNear ? 3 : 2)) + (isNear ? sortBytes(k) : 0);
}

/** The rows of one half of a tile of `used` rows, as a mask. */
// @ts-ignore: decorator
@inline
function maskOf(used: i32, h: usize): i32 {
  return (1 << min(4, used - <i32>(h << 2))) - 1;
}

/** How many rows `compareByLabel` left open. */
let leftOpen: i32 = 0;

/**
 * Compares the rows listed in `some`, sorted by label, with the centroids in the list of their label. Those without a list, and those that others might be near
 * to, are left in `open`. Returns how many labels changed.
 */
function compareByLabel(
  rows: usize, lengths: usize, weights: usize, start: i32, some: usize, count: i32, labels: usize, sums: usize, totals: usize, members: usize,
  tile: usize, open: usize,
): i32 {
  let changed = 0;
  leftOpen = 0;
  for (let at = 0, used = 0; at < count; at += used) {
    const list = some + (<usize>at << 2);
    used = likeFirst(list, min(TILE_ROWS, count - at), start, labels);
    const label = load<i32>(labels + (<usize>(start + load<i32>(list)) << 2));
    const isListed = listOf(label) != 0;
    let search: usize = 0;
    if (isListed) {
      takeTile(rows, lengths, start, list, used, tile);
      search = searchListed(tile, label);
    }
    for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
      const found = search + h * SEARCH_BYTES;
      const proven = isListed ? provenRows(h, rows, found, label) : 0;
      let rest = maskOf(used, h) & ~proven;
      if (proven != 0) changed += settle(h, maskOf(used, h) & proven, rows, weights, found, labels, sums, totals, members);
      for (; rest != 0; rest &= rest - 1) store<i32>(open + (<usize>(leftOpen++) << 2), load<i32>(list + (h << 4) + (<usize>ctz(rest) << 2)));
    }
  }
  return changed;
}

/** Which of four rows of the tile, of this label, no centroid but those in its list can be near to, as a mask. */
// @ts-ignore: decorator
@inline
function provenRows(h: usize, rows: usize, found: usize, label: i32): i32 {
  const size = tileSizes(h);
  const error = errorsOf(size);
  const second = uppersOf(size, v128.load(found, 16), error);
  const beyond = beyondList(label);
  const sum = f32x4.add(uppersOf(size, v128.load(found), error), second);
  const isOwn = i32x4.eq(v128.load(found, 32), i32x4.splat(label));
  const isProven = f32x4.lt(f32x4.mul(sum, f32x4.splat(UP)), f32x4.splat(beyond));
  let odd = ~i32x4.bitmask(isOwn) & 15;
  let proven = i32x4.bitmask(v128.and(isProven, isOwn));
  v128.store(least, second);
  for (; odd != 0; odd &= odd - 1) {
    const s = <usize>ctz(odd);
    const x = rows + ((<usize>tileRow(h * 4 + s) * columns) << 2);
    if ((exactUpper(x, label) + load<f32>(least + (s << 2))) * UP < beyond) proven |= 1 << <i32>s;
  }
  return proven;
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
  const upper = uppersOf(size, best, error);
  v128.store(keys, keysOf(number, upper, lowersOf(size, second, error)));
  if (notesSums) noteSums(mask, number, f32x4.add(upper, uppersOf(size, second, error)));
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

/** Notes of four rows, those in the mask, what the distances to the nearest centroid, which has this number, and to the second nearest sum up to. */
function noteSums(mask: i32, number: v128, sum: v128): void {
  v128.store(least, sum);
  v128.store(found, number);
  for (let s: usize = 0; s < 16; s += 4) if ((mask >> <i32>(s >> 2)) & 1) noteSum(load<i32>(found + s), load<f32>(least + s));
}

const found = memory.data(16, 16);
