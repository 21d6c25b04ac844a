// Raw rows (f64, row-major) on their way in: what the columns are like, and the rows as f32 in the engine's space.
// Every operation is done value by value in the order of the plain twin, so both give the same bits.

/** Adds a block of rows to `sums` (weight · (value − first row's value)), and widens the extremes `least` and `most`. All f64, one a column. */
export function survey(block: usize, weights: usize, rows: i32, columns: i32, first: usize, sums: usize, least: usize, most: usize): void {
  const bytes = <usize>columns << 3;
  const pairs = bytes & ~15;
  for (let row = 0; row < rows; row++, block += bytes, weights += 8) {
    const weight = load<f64>(weights);
    const w = f64x2.splat(weight);
    for (let j: usize = 0; j < pairs; j += 16) {
      const value = v128.load(block + j);
      const part = f64x2.mul(f64x2.sub(value, v128.load(first + j)), w);
      v128.store(sums + j, f64x2.add(v128.load(sums + j), part));
      v128.store(least + j, f64x2.pmin(v128.load(least + j), value));
      v128.store(most + j, f64x2.pmax(v128.load(most + j), value));
    }
    if (pairs < bytes) {
      const value = load<f64>(block + pairs);
      store<f64>(sums + pairs, load<f64>(sums + pairs) + (value - load<f64>(first + pairs)) * weight);
      if (value < load<f64>(least + pairs)) store<f64>(least + pairs, value);
      if (value > load<f64>(most + pairs)) store<f64>(most + pairs, value);
    }
  }
}

/**
 * Writes (value − shift) · scale as f32 to `out`; with `unit`, rows brought to length 1 instead of scaled (rows of zeros stay).
 * Returns false when a result is not finite.
 */
export function projectRows(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, out: usize): bool {
  const bytes = <usize>columns << 3;
  const pairs = bytes & ~15;
  let zeros = f64x2.splat(0); // stays 0 as long as every value is finite
  let zero: f64 = 0;
  for (let row = 0; row < rows; row++, block += bytes) {
    const factor = unit ? 1 / lengthOf(block, bytes) : scale;
    const f = f64x2.splat(factor);
    for (let j: usize = 0; j < pairs; j += 16, out += 8) {
      const moved = f64x2.mul(f64x2.sub(v128.load(block + j), v128.load(shift + j)), f);
      // adding 0 turns -0 into 0, so that equal rows have equal bits
      const value = f32x4.demote_f64x2_zero(f64x2.add(moved, f64x2.splat(0)));
      zeros = f64x2.add(zeros, f64x2.mul(f64x2.promote_low_f32x4(value), f64x2.splat(0)));
      v128.store64_lane(out, value, 0);
    }
    if (pairs < bytes) {
      const value = <f32>((load<f64>(block + pairs) - load<f64>(shift + pairs)) * factor + 0);
      zero += <f64>value * 0;
      store<f32>(out, value);
      out += 4;
    }
  }
  return f64x2.extract_lane(zeros, 0) + f64x2.extract_lane(zeros, 1) + zero == 0;
}

/** Length of one row, free of overflow; 1 for a row of zeros. */
function lengthOf(row: usize, bytes: usize): f64 {
  let most: f64 = 0;
  for (let j: usize = 0; j < bytes; j += 8) most = max(most, abs(load<f64>(row + j)));
  if (most == 0) return 1;
  let square: f64 = 0;
  for (let j: usize = 0; j < bytes; j += 8) {
    const part = load<f64>(row + j) / most;
    square += part * part;
  }
  return most * sqrt(square);
}
