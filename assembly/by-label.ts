// Rows sorted by label.

import { k } from './centroids';

/** Bytes of room that `sortByLabel` takes. */
export function sortBytes(k: i32): usize {
  return <usize>k << 2;
}

/** Sorts the rows listed (i32, counted from row `start`) by label, to `to` (counting sort). */
export function sortByLabel(rows: usize, count: i32, start: i32, labels: usize, to: usize, room: usize): void {
  const own = labels + (<usize>start << 2);
  const end = rows + (<usize>count << 2);
  memory.fill(room, 0, <usize>k << 2);
  for (let at = rows; at < end; at += 4) {
    const counter = counterOf(room, own, at);
    store<i32>(counter, load<i32>(counter) + 1);
  }
  let sum = 0;
  for (let c: usize = 0; c < <usize>k << 2; c += 4) {
    const here = load<i32>(room + c);
    store<i32>(room + c, sum);
    sum += here;
  }
  for (let at = rows; at < end; at += 4) {
    const counter = counterOf(room, own, at);
    const place = load<i32>(counter);
    store<i32>(counter, place + 1);
    store<i32>(to + (<usize>place << 2), load<i32>(at));
  }
}

/** Where the label of a listed row is counted. */
// @ts-ignore: decorator
@inline
function counterOf(room: usize, own: usize, at: usize): usize {
  return room + (<usize>load<i32>(own + (<usize>load<i32>(at) << 2)) << 2);
}

/** How many of up to `count` listed rows, one after the other, have the label of the first. */
// @ts-ignore: decorator
@inline
export function likeFirst(rows: usize, count: i32, start: i32, labels: usize): i32 {
  const own = labels + (<usize>start << 2);
  const label = load<i32>(own + (<usize>load<i32>(rows) << 2));
  let same = 1;
  while (same < count && load<i32>(own + (<usize>load<i32>(rows + (<usize>same << 2)) << 2)) == label) same++;
  return same;
}
