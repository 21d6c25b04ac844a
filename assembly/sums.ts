// Sums of rows by label, kept up by the rows that change their label: what leaves one sum joins another.

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

/** Moves a dense row of this weight from label `old` (-1: it had none) to `label`. `members` counts rows that weigh something. */
export function moveRow(
  x: usize, weight: f64, columns: i32, old: i32, label: i32, sums: usize, totals: usize, members: usize,
): void {
  const one = <i32>(weight > 0);
  if (old >= 0) {
    addRow(x, -weight, columns, sums + ((<usize>old * columns) << 3));
    add(totals, members, old, -weight, -one);
  }
  addRow(x, weight, columns, sums + ((<usize>label * columns) << 3));
  add(totals, members, label, weight, one);
}

/** As `moveRow`, for the sparse row with values and indices from `from` up to `to` (bytes). */
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

/** sum += weight · row, in f64. */
function addRow(x: usize, weight: f64, columns: i32, sum: usize): void {
  const w = f64x2.splat(weight);
  const end = x + (<usize>columns << 2);
  const pairsEnd = x + (<usize>(columns & ~1) << 2);
  for (; x < pairsEnd; x += 8, sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(w, f64x2.promote_low_f32x4(v128.load64_zero(x)))));
  }
  if (x < end) store<f64>(sum, load<f64>(sum) + weight * <f64>load<f32>(x));
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
