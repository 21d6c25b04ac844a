// Which centroids may be near rows of few columns. Rows of label a are compared with those centroids c alone whose distance |a − c| is at most what the sum of
// |x − a| and |x − b| was for most such rows x in the pass before, b being the second nearest. All others are farther from x than b where the sum is less
// than each of their distances from a, by the triangle inequality: there, what is found is the same as from all centroids (as in Newling & Fleuret, "Fast
// k-means with accurate bounds", 2016). Elsewhere all centroids have to be compared.

import { centroidGrains, centroids, columns, isGrained, k, tails, UP } from './centroids';
import { nearlyDistance } from './distance';
import { packQuads, quadBytes } from './quantise';

/** A list reaches so many standard deviations beyond the mean sum, where there were so many rows at least; half of all centroids are too many. */
const DEVIATIONS: f64 = 1.75;
const LEAST_ROWS: f64 = 4;

/** What a list costs a row beside comparisons, and what making all takes for each two centroids: in comparisons with a centroid. */
const LISTING: f64 = 32;
const MAKING: f64 = 24;

/** Whether sums are noted, of which lists are made; and whether most labels have one. */
export let notesSums: bool = false;
export let hasLists: bool = false;
/** By label: rows, sum of their sums of distances, and of the squares of these, f64 × 3. */
let sums: usize = 0;
/** By label: where the list is, 0: there is none; its centroids; where it is in quads; the least distance of the centroids that are not in it f32: 16 bytes. */
let lists: usize = 0;
/** Distances between centroids, rounded down, f32 × k × k. */
let between: usize = 0;
/** Room for all lists, i32, with whole fours and `k`s behind; and in quads. */
let pool: usize = 0;
let quadPool: usize = 0;

/** Rows that met lists in the last pass, and what these cost. */
let met: f64 = 0;
let cost: f64 = 0;
/** Passes that go without lists, since these did not pay; and how many of them are left. */
let spell: i32 = 0;
let rest: i32 = 0;

/** Centroids in all lists. */
function mostListed(k: i32): usize {
  return (<usize>k * <usize>k) >> 1;
}

/** Bytes of room that lists take. */
export function nearBytes(k: i32, columns: i32): usize {
  return <usize>k * (40 + (<usize>k << 2)) + (mostListed(k) << 2) + (mostListed(k) >> 2) * quadBytes(columns) + 64;
}

/**
 * Takes room, unless it is 0, into use for lists, after `useCentroids`, and makes them of what was noted of the last pass, unless those of the last did not pay;
 * with `isFresh` nothing was noted.
 */
export function useNear(room: usize, isFresh: bool): void {
  hasLists = false;
  notesSums = false;
  if (room == 0) return;
  sums = room;
  lists = sums + <usize>k * 24;
  between = lists + (<usize>k << 4);
  pool = between + ((<usize>k * <usize>k) << 2);
  quadPool = (pool + (mostListed(k) << 2) + 15) & ~15;
  memory.fill(lists, 0, <usize>k << 4);
  if (isFresh) spell = rest = 0;
  else if (met > 0) rest = spell = paid() ? 0 : 2 * spell + 1;
  met = cost = 0;
  if (rest == 0) {
    if (!isFresh) makeLists();
  } else {
    rest--;
  }
  notesSums = rest == 0;
  memory.fill(sums, 0, <usize>k * 24);
}

/** Whether lists saved more comparisons in the last pass than they cost. */
// @ts-ignore: decorator
@inline
function paid(): bool {
  return cost + MAKING * <f64>k * <f64>k < met * <f64>k;
}

/** Notes that so many rows of a label met its list, or none, and had to be compared with all centroids in spite of it, or had not. */
// @ts-ignore: decorator
@inline
export function noteMet(label: i32, rows: i32, left: i32): void {
  met += <f64>rows;
  cost += (<f64>listCount(label) + LISTING) * <f64>rows + <f64>k * <f64>left;
}

function makeLists(): void {
  const stride = <usize>columns << 2;
  const row = <usize>k << 2;
  for (let a: usize = 0; a < <usize>k; a++) {
    for (let b: usize = 0; b <= a; b++) {
      const d = <f32>sqrt(nearlyDistance(centroids + a * stride, centroids + b * stride, columns)) / UP;
      store<f32>(between + a * row + (b << 2), d);
      store<f32>(between + b * row + (a << 2), d);
    }
  }
  let to = pool;
  let made = 0;
  for (let a: usize = 0; a < <usize>k; a++) {
    to = makeList(a, to);
    made += <i32>(listOf(<i32>a) != 0);
  }
  hasLists = made << 1 > k;
}

/** Makes the list of a centroid, at `to`; answers where the next may stand. */
function makeList(a: usize, to: usize): usize {
  const rows = load<f64>(sums + a * 24);
  const most = min(to + (<usize>k << 1), quadPool - 16);
  if (rows < LEAST_ROWS) return to;
  const mean = load<f64>(sums + a * 24, 8) / rows;
  const reach = <f32>(mean + DEVIATIONS * sqrt(max<f64>(0, load<f64>(sums + a * 24, 16) / rows - mean * mean)));
  const start = to;
  let beyond: f32 = f32.POSITIVE_INFINITY;
  const from = between + ((a * <usize>k) << 2);
  for (let c: usize = 0; c < <usize>k; c++) {
    const d = load<f32>(from + (c << 2));
    if (d > reach) {
      beyond = min(beyond, d);
      continue;
    }
    if (to >= most) return start;
    store<i32>(to, <i32>c);
    to += 4;
  }
  const count = <i32>((to - start) >> 2);
  v128.store(to, i32x4.splat(k));
  to = start + ((to - start + 15) & ~15);
  const inQuads = quadPool + ((start - pool) >> 4) * quadBytes(columns);
  if (isGrained) packQuads(centroidGrains, tails, start, count, columns, inQuads);
  const list = lists + (a << 4);
  store<usize>(list, start);
  store<i32>(list, count, 4);
  store<usize>(list, inQuads, 8);
  store<f32>(list, beyond, 12);
  return to;
}

/** Where the list of a label is; 0: rows of that label have to be compared with all centroids. */
// @ts-ignore: decorator
@inline
export function listOf(label: i32): usize {
  return load<usize>(lists + (<usize>label << 4));
}

/** How many centroids are in it. */
// @ts-ignore: decorator
@inline
export function listCount(label: i32): i32 {
  return load<i32>(lists + (<usize>label << 4), 4);
}

/** Where it is in quads. */
// @ts-ignore: decorator
@inline
export function listQuads(label: i32): usize {
  return load<usize>(lists + (<usize>label << 4), 8);
}

/** The least distance from it of the centroids that are not in its list. */
// @ts-ignore: decorator
@inline
export function beyondList(label: i32): f32 {
  return load<f32>(lists + (<usize>label << 4), 12);
}

/** Notes the sum of a row's distances to the nearest centroid, its label, and the second nearest. */
// @ts-ignore: decorator
@inline
export function noteSum(label: i32, sum: f64): void {
  const to = sums + <usize>label * 24;
  store<f64>(to, load<f64>(to) + 1);
  store<f64>(to, load<f64>(to, 8) + sum, 8);
  store<f64>(to, load<f64>(to, 16) + sum * sum, 16);
}
