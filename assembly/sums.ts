// Sums of rows by label, kept up by the rows that change their label: what leaves one sum joins another.

import { upperHalf } from './lanes';

/** u8, k: the labels whose sums were changed. */
let touched: usize = 0;

/** Takes sums into use, and clears those that were changed. */
export function clearSums(sums: usize, totals: usize, members: usize, touched_: usize, k: i32, columns: i32): void {
  touched = touched_;
  const bytes = <usize>columns << 3;
  for (let c: usize = 0; c < <usize>k; c++) {
    if (!load<u8>(touched + c)) continue;
    memory.fill(sums + c * bytes, 0, bytes);
    store<f64>(totals + (c << 3), 0);
    store<i32>(members + (c << 2), 0);
    store<u8>(touched + c, 0);
  }
}

/** Moves a dense row of this weight from label `old` to `label`. `members` counts rows that weigh something. */
export function moveRow(
  x: usize, weight: f64, columns: i32, old: i32, label: i32, sums: usize, totals: usize, members: usize,
): void {
  const one = <i32>(weight > 0);
  add(totals, members, label, weight, one);
  add(totals, members, old, -weight, -one);
  exchangeRow(x, weight, columns, sums + ((<usize>old * columns) << 3), sums + ((<usize>label * columns) << 3));
}

/** Adds `count` rows that had no label to the sums of those that they have now: from `x`, `weight` (0: all weigh 1) and `label` on. */
export function addRows(
  x: usize, weight: usize, label: usize, count: i32, columns: i32, sums: usize, totals: usize, members: usize,
): void {
  const stride = <usize>columns << 2;
  for (let row: usize = 0; row < <usize>count; row++, x += stride) {
    const c = <usize>load<u32>(label + (row << 2));
    const w = weightAt(weight, <i32>row);
    add(totals, members, <i32>c, w, <i32>(w > 0));
    addRow(x, w, columns, sums + ((c * columns) << 3));
  }
}

/** As `moveRow`, for the sparse row with values and indices from `from` up to `to` (bytes); `old` -1: it had none. */
export function moveSparseRow(
  values: usize, indices: usize, from: usize, to: usize, weight: f64, columns: i32, old: i32, label: i32,
  sums: usize, totals: usize, members: usize,
): void {
  const one = <i32>(weight > 0);
  if (old >= 0) {
    addSparseRow(values, indices, from, to, -weight, sums + ((<usize>old * columns) << 3));
    add(totals, members, old, -weight, -one);
  }
  addSparseRow(values, indices, from, to, weight, sums + ((<usize>label * columns) << 3));
  add(totals, members, label, weight, one);
}

// @ts-ignore: decorator
@inline
function add(totals: usize, members: usize, label: i32, weight: f64, one: i32): void {
  const total = totals + (<usize>label << 3);
  store<f64>(total, load<f64>(total) + weight);
  store<u8>(touched + label, 1);
  const member = members + (<usize>label << 2);
  store<i32>(member, load<i32>(member) + one);
}

/** to += weight · row, in f64. */
// @ts-ignore: decorator
@inline
function addRow(x: usize, weight: f64, columns: i32, to: usize): void {
  const w = f64x2.splat(weight);
  const end = x + (<usize>columns << 2);
  for (const foursEnd = x + (<usize>(columns & ~3) << 2); x < foursEnd; x += 16, to += 32) {
    const four = v128.load(x);
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(w, f64x2.promote_low_f32x4(four))));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(w, f64x2.promote_low_f32x4(upperHalf(four)))), 16);
  }
  for (; x < end; x += 4, to += 8) store<f64>(to, load<f64>(to) + weight * <f64>load<f32>(x));
}

/** from −= weight · row, to += weight · row, in f64. */
function exchangeRow(x: usize, weight: f64, columns: i32, from: usize, to: usize): void {
  const w = f64x2.splat(weight);
  const end = x + (<usize>columns << 2);
  for (const foursEnd = x + (<usize>(columns & ~3) << 2); x < foursEnd; x += 16, from += 32, to += 32) {
    const four = v128.load(x);
    const low = f64x2.mul(w, f64x2.promote_low_f32x4(four)), high = f64x2.mul(w, f64x2.promote_low_f32x4(upperHalf(four)));
    v128.store(from, f64x2.sub(v128.load(from), low));
    v128.store(from, f64x2.sub(v128.load(from, 16), high), 16);
    v128.store(to, f64x2.add(v128.load(to), low));
    v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
  }
  for (; x < end; x += 4, from += 8, to += 8) {
    const value = weight * <f64>load<f32>(x);
    store<f64>(from, load<f64>(from) - value);
    store<f64>(to, load<f64>(to) + value);
  }
}

function addSparseRow(values: usize, indices: usize, from: usize, to: usize, weight: f64, sum: usize): void {
  for (let e = from; e < to; e += 4) {
    const at = sum + (<usize>load<u32>(indices + e) << 3);
    store<f64>(at, load<f64>(at) + weight * <f64>load<f32>(values + e));
  }
}

/** A row's weight: 1 where there are none. */
// @ts-ignore: decorator
@inline
export function weightAt(weights: usize, row: usize): f64 {
  return weights == 0 ? 1 : load<f64>(weights + (row << 3));
}
