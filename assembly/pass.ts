// What a pass over rows with bounds works on: addresses, counted from the first row of the shard.

import { columns } from './centroids';
import { addRows, moveRow, weightAt } from './sums';

/** f32, rows × columns. */
export let rows: usize = 0;
/** f32, one a row. */
export let lengths: usize = 0;
/** f64, one a row; 0: all 1. */
let weights: usize = 0;
/** i32, one a row; -1: none yet. */
export let labels: usize = 0;
/** f64, k × columns, 0: rows are but labelled; f64, k; i32, k. */
let sums: usize = 0;
let totals: usize = 0;
let members: usize = 0;
/** Room for a tile. */
export let tile: usize = 0;
/** The rows at hand have no label yet, and their sums follow later, by `endRun`. */
export let isPostponed: bool = false;
/** How many labels changed. */
export let changed: i32 = 0;

/** Begins a pass in which nothing changed yet. */
export function beginPass(
  rows_: usize, lengths_: usize, weights_: usize, labels_: usize, sums_: usize, totals_: usize, members_: usize, tile_: usize,
): void {
  rows = rows_;
  lengths = lengths_;
  weights = weights_;
  labels = labels_;
  sums = sums_;
  totals = totals_;
  members = members_;
  tile = tile_;
  changed = 0;
}

/** Begins a run of rows: where they have no label yet and are taken in their order, their sums need not follow row by row. */
export function beginRun(first: usize): void {
  isPostponed = load<i32>(labelAt(first)) < 0;
}

/** Labels four neighbours (i32×4) whose sums follow later. */
// @ts-ignore: decorator
@inline
export function labelFour(first: usize, four: v128): void {
  v128.store(labelAt(first), four);
  changed += 4;
}

/** Ends the run: adds rows that had no label to their sums. */
export function endRun(first: usize, count: i32): void {
  if (sums == 0 || !isPostponed) return;
  addRows(rowAt(first), weights == 0 ? 0 : weights + (first << 3), labelAt(first), count, columns, sums, totals, members);
}

/** Where a row is. */
// @ts-ignore: decorator
@inline
export function rowAt(row: usize): usize {
  return rows + ((row * columns) << 2);
}

/** Where its label is. */
// @ts-ignore: decorator
@inline
export function labelAt(row: usize): usize {
  return labels + (row << 2);
}

/** Moves a row from its label to another, or to its first. */
// @ts-ignore: decorator
@inline
export function relabel(row: usize, label: i32): void {
  const own = labelAt(row);
  if (sums != 0 && !isPostponed) moveRow(rowAt(row), weightAt(weights, row), columns, load<i32>(own), label, sums, totals, members);
  store<i32>(own, label);
  changed++;
}
