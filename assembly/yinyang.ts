// Lloyd's labels with a lower bound for each group of centroids (Ding et al., "Yinyang k-means", 2015): rows whose bounds do not settle their label
// are collected over a sweep of neighbouring rows and compared with those groups that may hold a nearer centroid, eight rows at a time. A comparison of two
// scores that rounding could have swapped is decided by exact distances, as in brute force. So the labels are the same to the last row.

import {
  BLOCK, clearBlock, errorsOf, groupOf, groupQuads, groups, LOWER_STEP, lowersOf, openFailed, tighten, UP, upperAt, uppersOf,
} from './bounds';
import { centroids, columns, quadCount, tail, unit, withTail } from './centroids';
import { distance } from './distance';
import { nearest } from './exact';
import { gather } from './lanes';
import { endRows, grainBytes, grainScales, interleave, quantise, TILE_ROWS } from './quantise';
import { moveRow, weightAt } from './sums';
import { begin, SEARCH_BYTES, searchQuads } from './tile';

// The rows, and the first of the sweep.
let rows: usize = 0;
let lengths: usize = 0;
let labels: usize = 0;
let start: i32 = 0;

// Room for one tile and for what is found out in a sweep. By row of the sweep: the row quantised, and the outcome of its searches:
//   best score f32 | second best f32 | number of the best i32 | second best in the best one's group f32
let tile: usize = 0;
let grains: usize = 0;
let outcomes: usize = 0;
const OUTCOME_BYTES: usize = 16;

// One tile.
const units = memory.data(32, 16);
const sizes = memory.data(32, 16);
const search = memory.data(96, 16); // 2 × SEARCH_BYTES
const lowerBounds = memory.data(32, 16);

/** Bytes of room that a sweep of so many rows takes. */
export function sweepBytes(sweep: i32, columns: i32): usize {
  return <usize>sweep * (grainBytes(columns) + OUTCOME_BYTES + 8) + 64;
}

/**
 * As `assignHamerly`, for rows with several lower bounds and more than a few columns. `sweep`: rows of a sweep, a multiple of 64; `room` for it.
 */
export function assignYinyang(
  rows_: usize, lengths_: usize, weights: usize, first: i32, count: i32, labels_: usize, sums: usize, totals: usize, members: usize,
  tile_: usize, sweep: i32, room: usize,
): i32 {
  rows = rows_;
  lengths = lengths_;
  labels = labels_;
  tile = tile_;
  grains = room;
  outcomes = grains + <usize>sweep * grainBytes(columns);
  const open = outcomes + <usize>sweep * OUTCOME_BYTES;
  const queue = open + (<usize>sweep << 2);
  let changed = 0;
  for (start = first; start < first + count; start += sweep) {
    const size = min(sweep, first + count - start);
    const fresh = load<i32>(labels + (<usize>start << 2)) < 0;
    const left = fresh ? openAll(size, open) : openSome(size, open);
    prepare(open, left);
    for (let g = 0; g < groups; g++) {
      compare(queue, queueFor(g, size, queue), g);
    }
    for (let o = 0; o < left; o++) {
      changed += settle(load<i32>(open + (<usize>o << 2)), weights, sums, totals, members);
    }
  }
  return changed;
}

/** All rows are open, and nothing is known of them. */
function openAll(size: i32, open: usize): i32 {
  for (let r = 0; r < size; r += BLOCK) clearBlock(start + r, min(BLOCK, size - r));
  for (let r = 0; r < size; r++) store<i32>(open + (<usize>r << 2), r);
  return size;
}

/** Rows that neither bounds nor the distance to the own centroid settle. Returns how many. */
function openSome(size: i32, open: usize): i32 {
  let opened = 0;
  for (let r = 0; r < size; r += BLOCK) opened += openFailed(start + r, min(BLOCK, size - r), labels, start, open + (<usize>opened << 2));
  let left = 0;
  for (let o = 0; o < opened; o++) {
    const r = load<i32>(open + (<usize>o << 2));
    const row = start + r;
    const label = load<i32>(labels + (<usize>row << 2));
    if (!tighten(row, rowAt(r), lengthAt(r), label)) continue;
    store<i32>(open + (<usize>(left++) << 2), r);
    // its own group is always looked into
    store<f32>(upperAt(row) + LOWER_STEP * <usize>(groupOf(label) + 1), 0);
  }
  return left;
}

/** Quantises the open rows; nothing is found yet. */
function prepare(open: usize, left: i32): void {
  const bytes = grainBytes(columns);
  for (let o = 0; o < left; o++) {
    const r = load<i32>(open + (<usize>o << 2));
    quantise(rowAt(r), columns, f32x4.extract_lane(withTail(f32x4.splat(lengthAt(r))), 0), grains + <usize>r * bytes);
    v128.store(outcomes + <usize>r * OUTCOME_BYTES, f32x4.splat(f32.POSITIVE_INFINITY));
  }
}

/** Queues the rows for which a group may hold the nearest centroid: only open ones have an upper bound that reaches a lower one. */
function queueFor(g: i32, size: i32, queue: usize): i32 {
  const step = LOWER_STEP * <usize>(g + 1);
  let queued = 0;
  for (let first = 0; first < size; first += BLOCK) {
    const upper = upperAt(start + first);
    for (let r: usize = 0; r < <usize>BLOCK; r += 4) {
      const at = upper + (r << 2);
      let may = i32x4.bitmask(f32x4.le(v128.load(at + step), v128.load(at)));
      while (may != 0) {
        store<i32>(queue + (<usize>(queued++) << 2), first + <i32>r + ctz(may));
        may &= may - 1;
      }
    }
  }
  return queued;
}

/** Compares the listed rows with the centroids of a group. */
function compare(list: usize, count: i32, g: i32): void {
  const bytes = grainBytes(columns);
  const to = min((g + 1) * groupQuads, quadCount);
  for (let q = 0; q < count; q += TILE_ROWS) {
    const used = min(TILE_ROWS, count - q);
    const slots = list + (<usize>q << 2);
    for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
      // rows that are missing in the last tile repeat its last one
      const a = slot(slots, h * 4, used), b = slot(slots, h * 4 + 1, used), c = slot(slots, h * 4 + 2, used), d = slot(slots, h * 4 + 3, used);
      interleave(grains + a * bytes, grains + b * bytes, grains + c * bytes, grains + d * bytes, bytes, tile + (h << 4));
      const from = lengths + (<usize>start << 2);
      const size = gather(from + (a << 2), from + (b << 2), from + (c << 2), from + (d << 2));
      const whole = withTail(size);
      v128.store(sizes + (h << 4), size);
      v128.store(units + (h << 4), f32x4.mul(f32x4.splat(unit), whole));
      endRows(tail, grainScales(whole), columns, tile + (h << 4));
    }
    begin(search);
    searchQuads(tile, units, g * groupQuads, to, search);
    for (let h: usize = 0; h < <usize>((used + 3) >> 2); h++) {
      const size = v128.load(sizes + (h << 4));
      v128.store(lowerBounds + (h << 4), lowersOf(size, v128.load(search + h * SEARCH_BYTES), errorsOf(size)));
    }
    for (let s: usize = 0; s < <usize>used; s++) learn(slot(slots, s, used), search + (s >> 2) * SEARCH_BYTES + ((s & 3) << 2), s, g);
  }
}

// @ts-ignore: decorator
@inline
function slot(slots: usize, s: usize, used: i32): usize {
  return <usize>load<i32>(slots + (min(s, <usize>(used - 1)) << 2));
}

/** Takes in what a row found in a group. */
// @ts-ignore: decorator
@inline
function learn(r: usize, found: usize, s: usize, g: i32): void {
  const outcome = outcomes + r * OUTCOME_BYTES;
  const here = load<f32>(found);
  const next = load<f32>(found, 16);
  const best = load<f32>(outcome);
  if (here < best) {
    store<f32>(outcome, here);
    store<f32>(outcome, min(best, next), 4);
    store<i32>(outcome, load<i32>(found, 32), 8);
    store<f32>(outcome, next, 12);
  } else {
    store<f32>(outcome, min(load<f32>(outcome, 4), here), 4);
  }
  store<f32>(upperAt(start + <i32>r) + LOWER_STEP * <usize>(g + 1), load<f32>(lowerBounds + (s << 2)));
}

/** Labels a row that has been compared with all it had to be; its bounds follow. Returns 1 where the label changed. */
// @ts-ignore: decorator
@inline
function settle(r: i32, weights: usize, sums: usize, totals: usize, members: usize): i32 {
  const row = <usize>(start + r);
  const x = rowAt(r);
  const upper = upperAt(start + r);
  const outcome = outcomes + <usize>r * OUTCOME_BYTES;
  const size = f32x4.splat(lengthAt(r));
  const error = errorsOf(size);
  const best = load<f32>(outcome);
  const old = load<i32>(labels + (row << 2));
  let label = load<i32>(outcome, 8);
  if (load<f32>(outcome, 4) - best > f32x4.extract_lane(error, 0)) {
    if (label != old) store<f32>(upper, f32x4.extract_lane(uppersOf(size, f32x4.splat(best), error), 0));
    const lower = f32x4.extract_lane(lowersOf(size, v128.load32_splat(outcome, 12), error), 0);
    store<f32>(upper + LOWER_STEP * <usize>(groupOf(label) + 1), lower);
  } else {
    label = nearest(x, lengthAt(r));
    store<f32>(upper, <f32>sqrt(distance(x, centroids + ((<usize>label * columns) << 2), columns, false)) * UP);
  }
  if (label == old) return 0;
  store<i32>(labels + (row << 2), label);
  moveRow(x, weightAt(weights, row), columns, old, label, sums, totals, members);
  return 1;
}

// @ts-ignore: decorator
@inline
function rowAt(r: i32): usize {
  return rows + ((<usize>(start + r) * columns) << 2);
}

// @ts-ignore: decorator
@inline
function lengthAt(r: i32): f32 {
  return load<f32>(lengths + (<usize>(start + r) << 2));
}
