// Lloyd's labels for rows that have keys (Hamerly 2010): rows whose keys do not settle their label are compared with the centroids that may be near, see
// `elkan.ts` and `listed.ts`, or with all, eight rows at a time. A comparison of two scores that rounding could have swapped is decided by exact
// distances, as in brute force. So the labels are the same to the last row.

import { openFailed } from './bounds';
import { isGrained } from './centroids';
import { elkanBytes, lookAtAll, useElkanRoom } from './elkan';
import { compareListed, sortBytes } from './listed';
import { hasLists } from './near';
import { hasPairs, learn, learnNothing } from './pairs';
import { beginPass, beginRun, changed, endRun, isPostponed } from './pass';
import { TILE_ROWS } from './quantise';
import { settle } from './settle';
import { SEARCH_BYTES } from './tile';
import { searchAll, takeTile } from './tile-rows';

/** Bytes of room that `assignHamerly` takes; `isNear`: there may be lists, `isPairs`: bounds of pairs. */
export function roomBytes(sweep: i32, k: i32, columns: i32, isNear: bool, isPairs: bool): usize {
  return (<usize>(sweep + 8) << 2) + (isNear ? sortBytes(sweep, k) : 0) + (isPairs ? elkanBytes(k, columns) : 0);
}

/**
 * As `assignDense`, for euclidean rows that have keys. `first` counts from the first row of all arrays. Rows that have no label (-1) yet get their first
 * keys. Rows are swept `sweep`, a multiple of 64, at a time; `room` for `roomBytes`.
 */
export function assignHamerly(
  rows: usize, lengths: usize, weights: usize, first: i32, count: i32, labels: usize, sums: usize, totals: usize, members: usize,
  tile: usize, sweep: i32, room: usize,
): i32 {
  beginPass(rows, lengths, weights, labels, sums, totals, members, tile);
  const open = room;
  const rest = open + (<usize>(sweep + 8) << 2);
  const kept = hasPairs && isGrained ? useElkanRoom(rest) : 0;
  for (let start = first; start < first + count; start += sweep) {
    const size = min(sweep, first + count - start);
    let left = 0;
    beginRun(<usize>start);
    if (isPostponed) {
      for (; left < size; left++) store<i32>(open + (<usize>left << 2), left);
    } else {
      left = openFailed(start, size, labels, open);
      if (kept != 0) left = lookAtAll(start, open, left);
      if (hasLists) left = compareListed(start, open, left, rest);
    }
    for (let at = 0; at < left; at += TILE_ROWS) {
      const used = min(TILE_ROWS, left - at);
      takeTile(start, open + (<usize>at << 2), used);
      const search = searchAll(kept);
      for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
        const some = min(4, used - <i32>(h << 2));
        settle(h, (1 << some) - 1, search + h * SEARCH_BYTES, kept);
        if (kept != 0) learn(h, some, kept);
        else if (hasPairs) learnNothing(h, some);
      }
    }
    endRun(<usize>start, size);
  }
  return changed;
}
