// Lloyd's labels without most of the distances. Each row keeps an upper bound on the distance to its centroid and, for each group of
// centroids, a lower bound on the distance to the others (Hamerly 2010 with one group; Ding et al., "Yinyang k-means", 2015, with several).
// Centroids that moved by s change a distance by at most s. A group is a run of panels, so that rows that fail go through the same tiles.
//
// Bounds hold in spite of rounding: upper ones are rounded up, lower ones down, and a comparison of two scores that rounding could
// have swapped is decided by exact distances, as in brute force. So the labels are the same to the last row.
//
//   a block of 64 rows:  upper f32×64 | lower of group 0 f32×64 | lower of group 1 f32×64 | …

import { scoreSize } from './assign';
import { begin, STATE_BYTES, summarise } from './best';
import { distance, nearest } from './distance';
import { moveRow } from './sums';
import { DENSE_WIDTH, searchPanels } from './tile';

/** Rows in a block. */
const BLOCK: i32 = 64;
const LANE_BYTES: usize = 256; // BLOCK × 4

/** Rounding of a few f32 operations, up and down. */
const UP: f32 = 1 + 1e-6;
const DOWN: f32 = 1 - 1e-6;

// Scratch of one block: rows that bounds did not settle; those of them that look into the current group, filled up to a whole tile;
// and by row: the centroid it has now, that centroid's score, the rounding error of a score, whether exact distances must decide.
const open = memory.data(256, 16);
const queue = memory.data(272, 16);
const current = memory.data(256, 16);
const scores = memory.data(256, 16);
const errors = memory.data(256, 16);
const unclear = memory.data(256, 16);
const states = memory.data(192, 16); // 4 × STATE_BYTES

/** Bytes of bounds for `rows` rows and `groups` groups. */
export function boundsBytes(rows: i32, groups: i32): usize {
  return <usize>((rows + BLOCK - 1) / BLOCK) * LANE_BYTES * <usize>(groups + 1);
}

/** How far each centroid moved (f32, rounded up), to `shifts`, and the farthest of each group of `groupSize`, to `groupShifts`. */
export function measureShifts(before: usize, after: usize, k: i32, columns: i32, groupSize: i32, shifts: usize, groupShifts: usize): void {
  let group: f32 = 0;
  for (let c = 0; c < k; c++) {
    const offset = (<usize>c * columns) << 2;
    const shift = <f32>sqrt(distance(before + offset, after + offset, columns, false)) * UP;
    store<f32>(shifts + (<usize>c << 2), shift);
    group = c % groupSize == 0 ? shift : max(group, shift);
    store<f32>(groupShifts + (<usize>(c / groupSize) << 2), group);
  }
}

/**
 * As `assignDense`, for euclidean rows that have bounds. `first`, a multiple of 64, counts from the first row of all arrays.
 * A group is `groupPanels` panels. `tighten`: rows that fail first work out the distance to their own centroid; otherwise they look into
 * every group at once. Blocks whose rows have no label (-1) yet get their first bounds.
 * In: rows, lengths, weights, centroids, panels, base, squares, shifts, groupShifts. In and out: labels, bounds, sums, totals, members.
 */
export function assignBounded(
  rows: usize, lengths: usize, weights: usize, first: i32, count: i32, columns: i32,
  centroids: usize, panels: usize, base: usize, squares: usize, k: i32, largest: f32, margin: f32,
  labels: usize, sums: usize, totals: usize, members: usize,
  bounds: usize, groupPanels: i32, shifts: usize, groupShifts: usize, tighten: bool,
): i32 {
  const stride = <usize>columns << 2;
  const panelCount = (k + DENSE_WIDTH - 1) / DENSE_WIDTH;
  const groups = (panelCount + groupPanels - 1) / groupPanels;
  const blockBytes = LANE_BYTES * <usize>(groups + 1);
  let changed = 0;
  for (let start = first; start < first + count; start += BLOCK) {
    const size = min(BLOCK, first + count - start);
    const upper = bounds + <usize>(start / BLOCK) * blockBytes;
    const lower = upper + LANE_BYTES;
    const x = rows + <usize>start * stride;
    const blockLabels = labels + (<usize>start << 2);
    const blockLengths = lengths + (<usize>start << 2);
    const fresh = load<i32>(blockLabels) < 0;
    let left = fresh ? openAll(size, lower, groups) : openFailed(size, upper, lower, groups, blockLabels, shifts, groupShifts);
    if (left == 0) continue;

    startFrom(left, blockLengths, blockLabels, largest, margin, fresh || !tighten);
    if (!fresh && tighten) left = tightened(left, x, stride, centroids, squares, blockLengths, upper, lower, groups);

    for (let g = 0; g < groups; g++) {
      const queued = queueFor(left, upper, lower + <usize>g * LANE_BYTES, fresh || !tighten);
      const to = min((g + 1) * groupPanels, panelCount);
      for (let q = 0; q < queued; q += 4) {
        const tile = queue + (<usize>q << 2);
        for (let r: usize = 0; r < 4; r++) begin(states + r * STATE_BYTES);
        searchPanels(
          x + <usize>load<i32>(tile) * stride, x + <usize>load<i32>(tile, 4) * stride,
          x + <usize>load<i32>(tile, 8) * stride, x + <usize>load<i32>(tile, 12) * stride,
          stride, panels, base, g * groupPanels, to, states,
        );
        const last = min(4, queued - q);
        for (let s = 0; s < last; s++) {
          const state = states + <usize>s * STATE_BYTES;
          summarise(state);
          learn(state, load<i32>(tile + (<usize>s << 2)), g, groupPanels * DENSE_WIDTH, blockLengths, upper, lower);
        }
      }
    }

    for (let f = 0; f < left; f++) {
      const r = <usize>load<i32>(open + (<usize>f << 2));
      let label = load<i32>(current + (r << 2));
      if (load<i32>(unclear + (r << 2))) {
        label = decide(r, label, x + r * stride, centroids, k, columns, groupPanels * DENSE_WIDTH, blockLengths, upper, lower);
      }
      const old = load<i32>(blockLabels + (r << 2));
      if (label == old) continue;
      store<i32>(blockLabels + (r << 2), label);
      changed++;
      moveRow(x + r * stride, load<f64>(weights + ((<usize>start + r) << 3)), columns, old, label, sums, totals, members);
    }
  }
  return changed;
}

/** All rows of a block are open, and nothing is known of the groups. */
function openAll(size: i32, lower: usize, groups: i32): i32 {
  memory.fill(lower, 0, <usize>groups * LANE_BYTES);
  for (let r = 0; r < size; r++) store<i32>(open + (<usize>r << 2), r);
  return size;
}

/** Moves the bounds of a block by what the centroids moved, and opens the rows whose own centroid need not be the nearest any more. */
function openFailed(size: i32, upper: usize, lower: usize, groups: i32, labels: usize, shifts: usize, groupShifts: usize): i32 {
  let failed = 0;
  for (let r = 0; r < size; r += 4) {
    const at = <usize>r << 2;
    let moved = f32x4.splat(0);
    moved = f32x4.replace_lane(moved, 0, load<f32>(shifts + (<usize>load<i32>(labels + at) << 2)));
    // labels behind the last row of a block repeat the first one's shift: their rows are masked below
    moved = f32x4.replace_lane(moved, 1, load<f32>(shifts + (<usize>load<i32>(labels + at + (r + 1 < size ? 4 : 0)) << 2)));
    moved = f32x4.replace_lane(moved, 2, load<f32>(shifts + (<usize>load<i32>(labels + at + (r + 2 < size ? 8 : 0)) << 2)));
    moved = f32x4.replace_lane(moved, 3, load<f32>(shifts + (<usize>load<i32>(labels + at + (r + 3 < size ? 12 : 0)) << 2)));
    const up = f32x4.mul(f32x4.add(v128.load(upper + at), moved), f32x4.splat(UP));
    v128.store(upper + at, up);
    let least = f32x4.splat(f32.POSITIVE_INFINITY);
    for (let g: usize = 0; g < <usize>groups; g++) {
      const place = lower + g * LANE_BYTES + at;
      const down = f32x4.mul(f32x4.sub(v128.load(place), v128.load32_splat(groupShifts + (g << 2))), f32x4.splat(DOWN));
      v128.store(place, down);
      least = f32x4.pmin(least, down);
    }
    let fails = ~i32x4.bitmask(f32x4.lt(up, least)) & ((1 << min(4, size - r)) - 1);
    while (fails != 0) {
      store<i32>(open + (<usize>(failed++) << 2), r + ctz(fails));
      fails &= fails - 1;
    }
  }
  return failed;
}

/** What comparisons of the open rows start from: no centroid yet (`anew`), or the own one, whose score follows. */
function startFrom(left: i32, lengths: usize, labels: usize, largest: f32, margin: f32, anew: bool): void {
  for (let f = 0; f < left; f++) {
    const r = <usize>load<i32>(open + (<usize>f << 2));
    const length = load<f32>(lengths + (r << 2));
    // |x|² takes part where scores become distances
    store<f32>(errors + (r << 2), margin * (scoreSize(length, largest, false) + length * length));
    store<f32>(scores + (r << 2), f32.POSITIVE_INFINITY);
    store<i32>(current + (r << 2), anew ? -1 : load<i32>(labels + (r << 2)));
    store<i32>(unclear + (r << 2), 0);
  }
}

/** Works out the scores of the open rows' own centroids, and closes the rows that this settles. Returns how many stay open. */
function tightened(
  open_: i32, x: usize, stride: usize, centroids: usize, squares: usize, lengths: usize, upper: usize, lower: usize, groups: i32,
): i32 {
  let left = 0;
  for (let f = 0; f < open_; f++) {
    const r = <usize>load<i32>(open + (<usize>f << 2));
    const label = <usize>load<i32>(current + (r << 2));
    const score = ownScore(x + r * stride, centroids + label * stride, stride, <f32>load<f64>(squares + (label << 3)));
    store<f32>(scores + (r << 2), score);
    const bound = upperOf(r, score, lengths);
    store<f32>(upper + (r << 2), bound);
    let least: f32 = f32.POSITIVE_INFINITY;
    for (let g: usize = 0; g < <usize>groups; g++) least = min(least, load<f32>(lower + g * LANE_BYTES + (r << 2)));
    if (!(bound < least)) store<i32>(open + (<usize>(left++) << 2), <i32>r);
  }
  return left;
}

/** Queues the open rows that a group may hold a nearer centroid for, filled up to a whole tile. */
function queueFor(left: i32, upper: usize, lower: usize, all: bool): i32 {
  let queued = 0;
  for (let f = 0; f < left; f++) {
    const r = load<i32>(open + (<usize>f << 2));
    const at = <usize>r << 2;
    if (all || load<f32>(lower + at) <= load<f32>(upper + at)) store<i32>(queue + (<usize>(queued++) << 2), r);
  }
  if (queued > 0) {
    const last = load<i32>(queue + (<usize>(queued - 1) << 2));
    for (let q = queued; q < queued + 3; q++) store<i32>(queue + (<usize>q << 2), last);
  }
  return queued;
}

/** Takes in what a row found in a group: its nearest centroid there and the second smallest score. */
// @ts-ignore: decorator
@inline
function learn(state: usize, row: i32, g: i32, groupSize: i32, lengths: usize, upper: usize, lower: usize): void {
  const r = <usize>row;
  const best = load<f32>(state);
  const second = load<f32>(state, 4);
  const found = load<i32>(state, 8);
  const own = load<f32>(scores + (r << 2));
  const error = load<f32>(errors + (r << 2));
  const label = load<i32>(current + (r << 2));
  const bound = lower + <usize>g * LANE_BYTES + (r << 2);
  if (found == label) {
    if (!(second - best > error)) store<i32>(unclear + (r << 2), 1);
    store<f32>(bound, lowerOf(r, second, lengths));
  } else if (best - own > error) {
    store<f32>(bound, lowerOf(r, best, lengths));
  } else {
    if (!(own - best > error && second - best > error)) store<i32>(unclear + (r << 2), 1);
    leave(r, label, own, groupSize, lengths, lower);
    store<f32>(bound, lowerOf(r, second, lengths));
    store<f32>(scores + (r << 2), best);
    store<i32>(current + (r << 2), found);
    store<f32>(upper + (r << 2), upperOf(r, best, lengths));
  }
}

/** The centroid that a row leaves becomes one of the others of its group. */
// @ts-ignore: decorator
@inline
function leave(r: usize, label: i32, score: f32, groupSize: i32, lengths: usize, lower: usize): void {
  if (label < 0) return;
  const bound = lower + <usize>(label / groupSize) * LANE_BYTES + (r << 2);
  store<f32>(bound, min(load<f32>(bound), lowerOf(r, score, lengths)));
}

/** Lets exact distances decide a row's label. */
function decide(
  r: usize, label: i32, x: usize, centroids: usize, k: i32, columns: i32, groupSize: i32, lengths: usize, upper: usize, lower: usize,
): i32 {
  const exact = nearest(x, centroids, k, columns, false);
  if (exact != label) leave(r, label, load<f32>(scores + (r << 2)), groupSize, lengths, lower);
  const d = distance(x, centroids + ((<usize>exact * columns) << 2), columns, false);
  store<f32>(upper + (r << 2), <f32>sqrt(d) * UP);
  return exact;
}

/** An upper bound on the distance of a score. */
// @ts-ignore: decorator
@inline
function upperOf(r: usize, score: f32, lengths: usize): f32 {
  const length = load<f32>(lengths + (r << 2));
  return sqrt(max<f32>(0, length * length + score + load<f32>(errors + (r << 2)))) * UP;
}

/** A lower bound on the distance of a score. */
// @ts-ignore: decorator
@inline
function lowerOf(r: usize, score: f32, lengths: usize): f32 {
  const length = load<f32>(lengths + (r << 2));
  return sqrt(max<f32>(0, length * length + score - load<f32>(errors + (r << 2)))) * DOWN;
}

/** |c|² − 2x·c, four columns at a time. */
// @ts-ignore: decorator
@inline
function ownScore(x: usize, c: usize, stride: usize, square: f32): f32 {
  let lanes = f32x4.splat(0);
  const end = x + stride;
  const quadsEnd = x + (stride & ~15);
  for (; x < quadsEnd; x += 16, c += 16) lanes = f32x4.add(lanes, f32x4.mul(v128.load(x), v128.load(c)));
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; x < end; x += 4, c += 4) sum += load<f32>(x) * load<f32>(c);
  return square - 2 * sum;
}
