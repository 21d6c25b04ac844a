// Lloyd's labels with a lower bound for each group of centroids (Ding et al., "Yinyang k-means", 2015). Rows whose bounds do not settle their label are
// collected over a sweep and sorted by label, so that eight neighbours of them need about the same groups; they are compared with all groups that one of
// them needs, eight at a time. A comparison of two scores that rounding could have swapped is decided by exact distances, as in brute force. So the
// labels are the same to the last row.
//
//   bounds of a row:  lower of group 0 | lower of group 1 | …   (f32, up to whole fours with +Infinity); its upper bound stands elsewhere

import { errorsOf, exactUpper, lowersOf, measureShift, roundDown, uppersOf } from './bounds';
import { centroids, columns, k, quadCount, UP } from './centroids';
import { nearest } from './exact';
import { TILE_ROWS } from './quantise';
import { moveRow, weightAt } from './sums';
import { SEARCH_BYTES } from './tile';
import { searchRange, takeTile, tileRow, tileSize, tileSizes } from './tile-rows';

let groups: i32 = 0;
let groupQuads: i32 = 0;
/** Bytes of a row's lower bounds. */
let stride: usize = 0;
let uppers: usize = 0;
let lowers: usize = 0;
/** i32, k: where each centroid stands in the order. */
let places: usize = 0;
/** f32, k: how far each centroid moved; f32, one a lower bound: how far the farthest of the group did. */
let shifts: usize = 0;
let groupShifts: usize = 0;

// Room for a sweep. Of the rows that are open, in the order in which they were opened and sorted by label: number, from the start of the sweep, i32 and mask
// of the groups needed u32. By place of a centroid: rows before those of its label i32.
let opened: usize = 0;
let sorted: usize = 0;
let before: usize = 0;
/** Bytes from a list of numbers to that of their masks. */
let maskStep: usize = 0;

/** What a tile found: in a group, and so far, see `tile.ts`; and the second best in the best one's group, f32 × 8. */
const part = memory.data(96, 16);
const search = memory.data(96, 16);
const own = memory.data(32, 16);

/** Lower bounds of a row, up to whole fours. */
function lanes(groups: i32): i32 {
  return (groups + 3) & ~3;
}

/** Bytes of the bounds of rows with so many groups, at most 32: one bit each of a row's mask. */
export function groupBytes(rows: i32, groups: i32): usize {
  return <usize>rows * <usize>(lanes(groups) + 1) * 4;
}

/** Bytes of room that a sweep of so many rows takes. */
export function sweepBytes(sweep: i32, k: i32): usize {
  return (<usize>sweep << 4) + (<usize>k << 2);
}

/**
 * Takes bounds into use, after `useCentroids`, and measures how far the centroids moved since `from` (f32, k × columns). `groupShifts_` has room for whole
 * fours.
 */
export function useGroups(
  bounds: usize, rows: i32, groupCount: i32, quadsInGroup: i32, places_: usize, shifts_: usize, groupShifts_: usize, from: usize,
): void {
  uppers = bounds;
  lowers = bounds + (<usize>rows << 2);
  groups = groupCount;
  groupQuads = quadsInGroup;
  stride = <usize>lanes(groups) << 2;
  places = places_;
  shifts = shifts_;
  groupShifts = groupShifts_;
  memory.fill(groupShifts, 0, stride);
  for (let c: usize = 0; c < <usize>k; c++) {
    const group = groupShifts + (<usize>groupOf(<i32>c) << 2);
    store<f32>(group, max(load<f32>(group), measureShift(from, c, shifts)));
  }
}

// @ts-ignore: decorator
@inline
function groupOf(label: i32): i32 {
  return <i32>(load<u32>(places + (<usize>label << 2)) / <u32>(groupQuads << 2));
}

/**
 * As `assignHamerly`, for rows with several lower bounds. Rows are swept `sweep` at a time; `room` for it.
 */
export function assignGroups(
  rows: usize, lengths: usize, weights: usize, first: i32, count: i32, labels: usize, sums: usize, totals: usize, members: usize,
  tile: usize, sweep: i32, room: usize,
): i32 {
  maskStep = <usize>sweep << 2;
  opened = room;
  sorted = opened + 2 * maskStep;
  before = sorted + 2 * maskStep;
  let changed = 0;
  for (let start = first; start < first + count; start += sweep) {
    const size = min(sweep, first + count - start);
    const fresh = load<i32>(labels + (<usize>start << 2)) < 0;
    const left = fresh ? openAll(start, size) : openSome(start, size, labels);
    for (let at = 0; at < left; at += TILE_ROWS) {
      const used = min(TILE_ROWS, left - at);
      compare(rows, lengths, start, sorted + (<usize>at << 2), used, tile);
      for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
        changed += settle(h, min(4, used - <i32>(h << 2)), rows, weights, labels, sums, totals, members);
      }
    }
  }
  return changed;
}

/** All rows are open to all groups, and nothing is known of them. */
function openAll(start: i32, size: i32): i32 {
  const masks = sorted + maskStep;
  for (let r: usize = 0; r < <usize>size; r++) {
    const row = <usize>start + r;
    store<f32>(uppers + (row << 2), f32.POSITIVE_INFINITY);
    for (let g: usize = 0; g < stride; g += 4) store<f32>(lowers + row * stride + g, f32.POSITIVE_INFINITY);
    store<i32>(sorted + (r << 2), <i32>r);
    store<u32>(masks + (r << 2), 0xffffffff >> (32 - groups));
  }
  return size;
}

/** Opens the rows that their bounds do not settle, and sorts them by label. Returns how many. */
function openSome(start: i32, size: i32, labels: usize): i32 {
  const masks = opened + maskStep;
  let left: usize = 0;
  for (let r = 0; r < size; r++) {
    const row = <usize>(start + r);
    const label = load<u32>(labels + (row << 2));
    const place = lowers + row * stride;
    const upper = (load<f32>(uppers + (row << 2)) + load<f32>(shifts + (<usize>label << 2))) * UP;
    store<f32>(uppers + (row << 2), upper);
    const u = f32x4.splat(upper);
    let mask: u32 = 0;
    for (let g: usize = 0; g < stride; g += 16) {
      const lower = roundDown(f32x4.sub(v128.load(place + g), v128.load(groupShifts + g)));
      v128.store(place + g, lower);
      mask |= <u32>i32x4.bitmask(f32x4.le(lower, u)) << <u32>(g >> 2);
    }
    store<i32>(opened + (left << 2), r);
    store<u32>(masks + (left << 2), mask);
    left += <usize>(mask != 0);
  }
  sortOpen(<i32>left, start, labels);
  return <i32>left;
}

/** Sorts the open rows by the place of their label (counting sort). */
// @ts-ignore: decorator
@inline
function sortOpen(left: i32, start: i32, labels: usize): void {
  const masks = opened + maskStep;
  const sortedMasks = sorted + maskStep;
  memory.fill(before, 0, <usize>k << 2);
  for (let o: usize = 0; o < <usize>left << 2; o += 4) {
    const behind = behindAt(load<i32>(opened + o), start, labels);
    store<i32>(behind, load<i32>(behind) + 1);
  }
  let sum = 0;
  for (let place: usize = 0; place < <usize>k << 2; place += 4) {
    const here = load<i32>(before + place);
    store<i32>(before + place, sum);
    sum += here;
  }
  for (let o: usize = 0; o < <usize>left << 2; o += 4) {
    const r = load<i32>(opened + o);
    const behind = behindAt(r, start, labels);
    const at = load<i32>(behind);
    store<i32>(behind, at + 1);
    store<i32>(sorted + (<usize>at << 2), r);
    // its own group is always looked into
    const own = <u32>1 << <u32>groupOf(load<i32>(labels + (<usize>(start + r) << 2)));
    store<u32>(sortedMasks + (<usize>at << 2), load<u32>(masks + o) | own);
  }
}

/** Where it is kept how many rows come before those of the label of row `r` of the sweep. */
// @ts-ignore: decorator
@inline
function behindAt(r: i32, start: i32, labels: usize): usize {
  return before + (<usize>load<u32>(places + (<usize>load<u32>(labels + (<usize>(start + r) << 2)) << 2)) << 2);
}

/** Compares up to eight open rows with all groups that one of them needs. */
// @ts-ignore: decorator
@inline
function compare(rows: usize, lengths: usize, start: i32, list: usize, used: i32, tile: usize): void {
  takeTile(rows, lengths, start, list, used, tile);
  let mask: u32 = 0;
  for (let s = 0; s < used; s++) mask |= load<u32>(list + maskStep + (<usize>s << 2));
  let isFirst = true;
  for (; mask != 0; mask &= mask - 1) {
    const g = ctz(mask);
    const from = <i32>g * groupQuads;
    searchRange(tile, from, min(from + groupQuads, quadCount), part);
    for (let h: usize = 0; h < (used > 4 ? 2 : 1); h++) learn(h, g, isFirst);
    isFirst = false;
  }
}

/** Takes in what four rows of the tile found in a group. */
// @ts-ignore: decorator
@inline
function learn(h: usize, g: u32, isFirst: bool): void {
  const found = part + h * SEARCH_BYTES;
  const all = search + h * SEARCH_BYTES;
  const here = v128.load(found), next = v128.load(found, 16), number = v128.load(found, 32);
  const size = tileSizes(h);
  const lower = lowersOf(size, here, errorsOf(size));
  const to = lowers + (<usize>g << 2);
  v128.store32_lane(to + <usize>tileRow(h * 4) * stride, lower, 0);
  v128.store32_lane(to + <usize>tileRow(h * 4 + 1) * stride, lower, 1);
  v128.store32_lane(to + <usize>tileRow(h * 4 + 2) * stride, lower, 2);
  v128.store32_lane(to + <usize>tileRow(h * 4 + 3) * stride, lower, 3);
  if (isFirst) {
    v128.store(all, here);
    v128.store(all, next, 16);
    v128.store(all, number, 32);
    v128.store(own + (h << 4), next);
    return;
  }
  const best = v128.load(all);
  const better = f32x4.lt(here, best);
  v128.store(all, f32x4.pmin(best, here));
  v128.store(all, f32x4.pmin(f32x4.pmax(best, here), f32x4.pmin(v128.load(all, 16), next)), 16);
  v128.store(all, v128.bitselect(number, v128.load(all, 32), better), 32);
  v128.store(own + (h << 4), v128.bitselect(next, v128.load(own + (h << 4)), better));
}

const upperBounds = memory.data(16, 16);
const ownLowers = memory.data(16, 16);

/** Labels the first `used` of four rows of the tile, which have been compared with all they had to be; their bounds follow. Returns how many changed. */
// @ts-ignore: decorator
@inline
function settle(h: usize, used: i32, rows: usize, weights: usize, labels: usize, sums: usize, totals: usize, members: usize): i32 {
  const all = search + h * SEARCH_BYTES;
  const size = tileSizes(h);
  const error = errorsOf(size);
  const best = v128.load(all);
  const clear = i32x4.bitmask(f32x4.gt(f32x4.sub(v128.load(all, 16), best), error));
  v128.store(upperBounds, uppersOf(size, best, error));
  v128.store(ownLowers, lowersOf(size, v128.load(own + (h << 4)), error));
  let changed = 0;
  for (let s = 0; s < used; s++) {
    const row = <usize>tileRow(h * 4 + <usize>s);
    const x = rows + ((row * columns) << 2);
    const at = <usize>s << 2;
    const old = load<i32>(labels + (row << 2));
    const upper = uppers + (row << 2);
    let label = load<i32>(all + at, 32);
    if ((clear >> s) & 1) {
      const bound = load<f32>(upperBounds + at);
      store<f32>(upper, label == old ? min(load<f32>(upper), bound) : bound);
      store<f32>(lowers + row * stride + (<usize>groupOf(label) << 2), load<f32>(ownLowers + at));
    } else {
      label = nearest(x, tileSize(h * 4 + <usize>s));
      store<f32>(upper, exactUpper(x, label));
    }
    if (label == old) continue;
    store<i32>(labels + (row << 2), label);
    changed++;
    moveRow(x, weightAt(weights, row), columns, old, label, sums, totals, members);
  }
  return changed;
}
