// Lloyd's labels with a lower bound for each row and centroid beside the row's key (Elkan 2003; see `pairs.ts`). A row that its key does not settle learns the
// distance to its own centroid, and is compared with just those whose bounds do not exceed it: four at a time, wherever they stand. Rows that had to be
// compared with many go to tiles, with all. A comparison of two scores that rounding could have swapped is decided by exact distances, as in brute force. So
// the labels are the same to the last row.

import { leastOf, numberOf, runnerUp } from './best';
import { errorsOf, exactUpper, keyAt, keyOf, keysOf, lowersOf, uppersOf } from './bounds';
import { columns, grainsOf, k, quadCount, tail, unit, UP, withTail } from './centroids';
import { nearestOf } from './exact';
import { gather } from './lanes';
import { boundsAt, exchangeOwn, learnFour, listFailed, MOST_UPPER, perDistance, slack, unitDistance } from './pairs';
import { labelAt, lengths, relabel, rowAt, rows } from './pass';
import { grainScales, QUAD, rowBytes, TILE_ROWS, wholes } from './quantise';
import { sumsWithFour, sumWithOne } from './row-sums';

/**
 * Rows that are looked at together, step by step, so that the steps of one do not wait for each other: so many at most, and so many at least, of about so many
 * bytes in whole numbers.
 */
const MOST_BATCH: i32 = 256;
const LEAST_BATCH: i32 = 32;
const BATCH_BYTES: i32 = 65536;

// Of a batch, by row: its number i32, where it is in whole numbers usize, what stands behind them i32, its own centroid i32.
const numbers = memory.data(1024, 16);
const grainsAt = memory.data(1024, 16);
const lasts = memory.data(1024, 16);
const owns = memory.data(1024, 16);
// Its length, the unit of its scores, what these may be wrong by, and its score with its own centroid, all f32; upper bound on that distance in units i32.
const sizes = memory.data(1024, 16);
const units = memory.data(1024, 16);
const errors = memory.data(1024, 16);
const ownScores = memory.data(1024, 16);
const uppers = memory.data(1024, 16);
// How many centroids it is compared with, -1: there are too many; where in the list they begin: i32; the least of the other bounds in units i32, then f32.
const counts = memory.data(1024, 16);
const starts = memory.data(1024, 16);
const others = memory.data(1024, 16);
// What its search found: best, second best f32 × 4, number of the best i32 × 4, each lane on its own; then its label i32, best and next score f32; its key f32.
const searches = memory.data(12288, 16); // 48 × MOST_BATCH
const found = memory.data(1024, 16);
const bests = memory.data(1024, 16);
const nexts = memory.data(1024, 16);
const rowKeys = memory.data(1024, 16);

/** Centroids that the rows of a batch are compared with, row after row, each up to whole fours with one more than there are: u16; by four the row: u16; scores f32. */
let list: usize = 0;
let rowOfFour: usize = 0;
let scores: usize = 0;
let batch: i32 = 0;
/** Rows of a batch in whole numbers. */
let grainsRoom: usize = 0;

/** Rows in a batch, a multiple of four. */
function batchOf(columns: i32): i32 {
  return max(LEAST_BATCH, min(MOST_BATCH, BATCH_BYTES / <i32>rowBytes(columns))) & ~3;
}

/** Centroids that a batch can be compared with: a quarter of all for each row; rows beyond that go to tiles. */
function mostListed(k: i32, columns: i32): i32 {
  return batchOf(columns) * ((k >> 2) + 16) + k + 16;
}

/** Bytes of room that rows with bounds take. */
export function elkanBytes(k: i32, columns: i32): usize {
  return <usize>(mostListed(k, columns) * 7 + TILE_ROWS * 4 * ((k + QUAD - 1) & -QUAD)) + <usize>batchOf(columns) * rowBytes(columns) + 64;
}

/** Takes room for `elkanBytes` into use. Returns where the sums of a tile are to be kept. */
export function useElkanRoom(room: usize): usize {
  batch = batchOf(columns);
  const listed = <usize>mostListed(k, columns);
  scores = (room + 15) & ~15;
  const kept = scores + (listed << 2);
  grainsRoom = kept + (<usize>(quadCount * QUAD) << 5);
  list = grainsRoom + <usize>batch * rowBytes(columns);
  rowOfFour = list + (listed << 1);
  return kept;
}

/**
 * Compares the rows in `open` (i32, counted from row `start`) with those centroids that their bounds do not exclude. Those that had to be compared with many are
 * left in `open`. Returns how many.
 */
export function lookAtAll(start: i32, open: usize, count: i32): i32 {
  let left = 0;
  for (let at = 0; at < count; at += batch) {
    const used = min(batch, count - at);
    lookAt(start, open + (<usize>at << 2), used);
    for (let r: usize = 0; r < <usize>used << 2; r += 4) {
      const row = <usize>load<i32>(numbers + r);
      if (load<i32>(counts + r) < 0) store<i32>(open + (<usize>(left++) << 2), <i32>row - start);
      else conclude(row, r);
    }
  }
  return left;
}

/** Compares the listed rows, counted from row `start`, with those centroids that their bounds do not exclude. */
function lookAt(start: i32, list: usize, used: i32): void {
  const bytes = rowBytes(columns);
  const last = list + (<usize>(used - 1) << 2);
  for (let at: usize = 0; at < <usize>used << 2; at += 16) {
    const a = <usize>(start + load<i32>(min(list + at, last))), b = <usize>(start + load<i32>(min(list + at + 4, last)));
    const c = <usize>(start + load<i32>(min(list + at + 8, last))), d = <usize>(start + load<i32>(min(list + at + 12, last)));
    const size = gather(lengths + (a << 2), lengths + (b << 2), lengths + (c << 2), lengths + (d << 2));
    const full = withTail(size);
    const scales = grainScales(full);
    v128.store(numbers + at, i32x4(<i32>a, <i32>b, <i32>c, <i32>d));
    v128.store(owns + at, gather(labelAt(a), labelAt(b), labelAt(c), labelAt(d)));
    v128.store(sizes + at, size);
    v128.store(units + at, f32x4.mul(f32x4.splat(unit), full));
    v128.store(errors + at, errorsOf(size, full));
    v128.store(lasts + at, wholes(f32x4.mul(f32x4.splat(tail), scales)));
    v128.store(grainsAt + at, scales); // for the time being
  }
  const end = <usize>used << 2;
  for (let r: usize = 0; r < end; r += 4) {
    const grains = grainsOf(rows, <usize>load<i32>(numbers + r), load<f32>(grainsAt + r), grainsRoom + (r >> 2) * bytes);
    store<usize>(grainsAt + r, grains);
    store<i32>(ownScores + r, sumWithOne(grains, load<i32>(lasts + r), load<i32>(owns + r), bytes));
  }
  for (let at: usize = 0; at < end; at += 16) {
    const score = f32x4.mul(f32x4.convert_i32x4_s(v128.load(ownScores + at)), v128.load(units + at));
    const upper = f32x4.mul(uppersOf(v128.load(sizes + at), score, v128.load(errors + at)), f32x4.splat(perDistance * UP));
    v128.store(ownScores + at, score);
    v128.store(uppers + at, i32x4.add(i32x4.trunc_sat_f32x4_s(upper), i32x4.splat(1)));
  }
  const fours = listAll(end);
  compareAll(fours, bytes);
  for (let r: usize = 0; r < end; r += 4) reduce(r);
  for (let at: usize = 0; at < end; at += 16) {
    const size = v128.load(sizes + at), error = v128.load(errors + at);
    const other = f32x4.mul(f32x4.convert_i32x4_s(v128.load(others + at)), f32x4.splat(unitDistance));
    const lower = f32x4.pmin(other, lowersOf(size, v128.load(nexts + at), error));
    v128.store(others + at, other);
    v128.store(rowKeys + at, keysOf(v128.load(found + at), uppersOf(size, v128.load(bests + at), error), lower));
  }
}

/** Lists the centroids that the rows of the batch have to be compared with, and starts their searches. Returns how many fours there are. */
function listAll(end: usize): usize {
  const infinity = f32x4.splat(f32.POSITIVE_INFINITY);
  const none = i16x8.splat(<i16>k);
  let to = list;
  let fours = rowOfFour;
  for (let r: usize = 0; r < end; r += 4) {
    const search = searches + 12 * r;
    v128.store(search, f32x4.replace_lane(infinity, 0, load<f32>(ownScores + r)));
    v128.store(search, infinity, 16);
    v128.store(search, v128.load32_splat(owns + r), 32);
    const cells = boundsAt(<usize>load<i32>(numbers + r));
    const upper = load<i32>(uppers + r);
    const isFull = to + (<usize>(k + 16) << 1) > rowOfFour; // where the list ends
    const failed = isFull || upper > MOST_UPPER ? -1 : listFailed(cells, upper, to);
    const count = max(failed, 0);
    store<i32>(counts + r, failed);
    store<i32>(others + r, slack + upper + 1);
    store<i32>(starts + r, <i32>((to - list) >> 1));
    // up to whole fours
    v128.store(to + (<usize>count << 1), none);
    const more = <usize>((count + 3) >> 2);
    to += more << 3;
    for (const foursEnd = fours + (more << 1); fours < foursEnd; fours += 16) v128.store(fours, i16x8.splat(<i16>(r >> 2)));
    fours = rowOfFour + ((to - list) >> 2);
  }
  return (to - list) >> 3;
}

/** Compares the rows of the batch with the centroids listed. */
// @ts-ignore: decorator
@inline
function compareAll(fours: usize, bytes: usize): void {
  const infinity = f32x4.splat(f32.POSITIVE_INFINITY);
  const none = i32x4.splat(k);
  for (let f: usize = 0; f < fours; f++) {
    const r = <usize>load<u16>(rowOfFour + (f << 1)) << 2;
    const four = list + (f << 3);
    const ids = v128.load_ext<u16>(four);
    const i = <i32>load<u16>(four), j = <i32>load<u16>(four, 2), m = <i32>load<u16>(four, 4), n = <i32>load<u16>(four, 6);
    const sums = sumsWithFour(load<usize>(grainsAt + r), load<i32>(lasts + r), i, j, m, n, bytes);
    const all = f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load32_splat(units + r));
    const s = v128.bitselect(infinity, all, i32x4.eq(ids, none));
    v128.store(scores + (f << 4), s);
    const search = searches + 12 * r;
    const best = v128.load(search);
    v128.store(search, f32x4.pmin(best, s));
    v128.store(search, f32x4.pmin(v128.load(search, 16), f32x4.pmax(best, s)), 16);
    v128.store(search, v128.bitselect(ids, v128.load(search, 32), f32x4.lt(s, best)), 32);
  }
  for (let f: usize = 0; f < fours; f++) {
    const r = <usize>load<u16>(rowOfFour + (f << 1)) << 2;
    learnFour(boundsAt(<usize>load<i32>(numbers + r)), list + (f << 3), v128.load(scores + (f << 4)), v128.load32_splat(sizes + r), v128.load32_splat(errors + r));
  }
}

/** What the lanes of a row's search found together. */
// @ts-ignore: decorator
@inline
function reduce(r: usize): void {
  const search = searches + 12 * r;
  const least = leastOf(v128.load(search));
  store<i32>(found + r, numberOf(search, least));
  store<f32>(bests + r, f32x4.extract_lane(least, 0));
  store<f32>(nexts + r, f32x4.extract_lane(runnerUp(search, least), 0));
}

/** Labels a row of the batch, whose key and bounds follow. */
// @ts-ignore: decorator
@inline
function conclude(row: usize, r: usize): void {
  const own = load<i32>(owns + r);
  const isClear = load<f32>(nexts + r) - load<f32>(bests + r) > load<f32>(errors + r);
  store<f32>(keyAt(row), load<f32>(rowKeys + r));
  if (!isClear || load<i32>(found + r) != own) exchange(row, r, own, isClear);
}

/** Labels a row of the batch that gets another label than its own, or may get one. */
function exchange(row: usize, r: usize, own: i32, isClear: bool): void {
  const size = v128.load32_splat(sizes + r);
  const error = v128.load32_splat(errors + r);
  let label = load<i32>(found + r);
  if (!isClear) {
    const x = rowAt(row);
    const start = <usize>load<i32>(starts + r);
    const most = load<f32>(bests + r) + load<f32>(errors + r);
    label = nearestOf(x, own, list + (start << 1), scores + (start << 2), load<i32>(counts + r), most);
    const lower = f32x4.extract_lane(lowersOf(size, v128.load32_splat(bests + r), error), 0);
    store<f32>(keyAt(row), keyOf(label, exactUpper(x, label), min(load<f32>(others + r), lower)));
  }
  if (label == own) return;
  exchangeOwn(boundsAt(row), own, label, load<f32>(ownScores + r), size, error);
  relabel(row, label);
}
