// Rows compared with the centroids in the list of their label, see `near.ts`. Rows are sorted by label, so that all rows of a tile have the same list.

import { errorsOf, exactUpper, uppersOf } from './bounds';
import { k, UP } from './centroids';
import { beyondList, listOf, noteMet } from './near';
import { labelAt, rowAt } from './pass';
import { TILE_ROWS } from './quantise';
import { settle } from './settle';
import { SEARCH_BYTES } from './tile';
import { searchListed, takeTile, tileFull, tileRow, tileSizes } from './tile-rows';

/** Bytes of room that `compareListed` takes for so many rows. */
export function sortBytes(rows: i32, k: i32): usize {
  return <usize>(rows + k) << 2;
}

/**
 * Compares the rows in `open` (i32, counted from row `start`), by label, with the centroids listed. Those whose label has no list, and those that others might be
 * near to, are left in `open`. Returns how many. `room` for `sortBytes`.
 */
export function compareListed(start: i32, open: usize, count: i32, room: usize): i32 {
  touch(start, open, count);
  sortByLabel(open, count, start, room, room + (<usize>count << 2));
  let left = 0;
  for (let at = 0, used = 0; at < count; at += used) {
    const some = room + (<usize>at << 2);
    const label = load<i32>(labelAt(<usize>(start + load<i32>(some))));
    used = countLike(some, min(TILE_ROWS, count - at), start, label);
    const isListed = listOf(label) != 0;
    let search: usize = 0;
    if (isListed) {
      takeTile(start, some, used);
      search = searchListed(label);
    }
    const before = left;
    for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
      const found = search + h * SEARCH_BYTES;
      const mask = (1 << min(4, used - <i32>(h << 2))) - 1;
      const proven = isListed ? mask & provenRows(h, found, label) : 0;
      if (proven != 0) settle(h, proven, found, 0);
      for (let rest = mask & ~proven; rest != 0; rest &= rest - 1) {
        store<i32>(open + (<usize>(left++) << 2), load<i32>(some + (h << 4) + (<usize>ctz(rest) << 2)));
      }
    }
    noteMet(label, used, left - before);
  }
  return left;
}

let touched: i32 = 0;

/** Reads the listed rows in their order, which brings them near faster than reading them sorted would. */
// @ts-ignore: decorator
@inline
function touch(start: i32, list: usize, count: i32): void {
  let sum = 0;
  for (let at = list, end = list + (<usize>count << 2); at < end; at += 4) sum += load<i32>(rowAt(<usize>(start + load<i32>(at))));
  touched = sum;
}

/** Sorts the listed rows by label, to `to` (counting sort). */
function sortByLabel(list: usize, count: i32, start: i32, to: usize, counters: usize): void {
  const end = list + (<usize>count << 2);
  memory.fill(counters, 0, <usize>k << 2);
  for (let at = list; at < end; at += 4) {
    const counter = counters + (<usize>load<i32>(labelAt(<usize>(start + load<i32>(at)))) << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
  let sum = 0;
  for (let c: usize = 0; c < <usize>k << 2; c += 4) {
    const here = load<i32>(counters + c);
    store<i32>(counters + c, sum);
    sum += here;
  }
  for (let at = list; at < end; at += 4) {
    const counter = counters + (<usize>load<i32>(labelAt(<usize>(start + load<i32>(at)))) << 2);
    const place = load<i32>(counter);
    store<i32>(counter, place + 1);
    store<i32>(to + (<usize>place << 2), load<i32>(at));
  }
}

/** How many of up to `count` listed rows, from the first on, have this label. */
// @ts-ignore: decorator
@inline
function countLike(list: usize, count: i32, start: i32, label: i32): i32 {
  let same = 1;
  while (same < count && load<i32>(labelAt(<usize>(start + load<i32>(list + (<usize>same << 2))))) == label) same++;
  return same;
}

/** Upper bounds on the distances of four rows to the second nearest. */
const seconds = memory.data(16, 16);

/** Which of four rows of the tile, of this label, no centroid but those in its list can be near to, as a mask. */
// @ts-ignore: decorator
@inline
function provenRows(h: usize, found: usize, label: i32): i32 {
  const size = tileSizes(h);
  const error = errorsOf(size, tileFull(h));
  const second = uppersOf(size, v128.load(found, 16), error);
  const beyond = beyondList(label);
  const sum = f32x4.add(uppersOf(size, v128.load(found), error), second);
  const isOwn = i32x4.eq(v128.load(found, 32), i32x4.splat(label));
  let proven = i32x4.bitmask(v128.and(f32x4.lt(f32x4.mul(sum, f32x4.splat(UP)), f32x4.splat(beyond)), isOwn));
  v128.store(seconds, second);
  for (let odd = ~i32x4.bitmask(isOwn) & 15; odd != 0; odd &= odd - 1) {
    const s = <usize>ctz(odd);
    const sum = exactUpper(rowAt(<usize>tileRow(h * 4 + s)), label) + load<f32>(seconds + (s << 2));
    if (sum * UP < beyond) proven |= 1 << <i32>s;
  }
  return proven;
}
