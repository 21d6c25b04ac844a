// Raw rows (row-major, f64 or f32: T) on their way in: what the columns are like, and the rows as f32 in the engine's space.
// Every operation is done in f64, value by value in the order of the plain twin, so both give the same bits.

/** Two values, widened. `offset` counts bytes of f64. */
// @ts-ignore: decorator
@inline
function loadPair<T>(block: usize, offset: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(block + offset) : f64x2.promote_low_f32x4(v128.load64_zero(block + (offset >> 1)));
}

// @ts-ignore: decorator
@inline
function loadOne<T>(block: usize, offset: usize): f64 {
  return sizeof<T>() == 8 ? load<f64>(block + offset) : <f64>load<f32>(block + (offset >> 1));
}

/** Adds a block of rows to `sums` (weight · (value − first row's value)), and widens the extremes `least` and `most`. All f64, one a column. */
// @ts-ignore: decorator
@inline
function survey<T>(block: usize, weights: usize, rows: i32, columns: i32, first: usize, sums: usize, least: usize, most: usize): void {
  const bytes = <usize>columns << 3;
  const pairs = bytes & ~15;
  for (let row = 0; row < rows; row++, block += <usize>columns * sizeof<T>(), weights += 8) {
    const weight = load<f64>(weights);
    const w = f64x2.splat(weight);
    for (let j: usize = 0; j < pairs; j += 16) {
      const value = loadPair<T>(block, j);
      const part = f64x2.mul(f64x2.sub(value, v128.load(first + j)), w);
      v128.store(sums + j, f64x2.add(v128.load(sums + j), part));
      v128.store(least + j, f64x2.pmin(v128.load(least + j), value));
      v128.store(most + j, f64x2.pmax(v128.load(most + j), value));
    }
    if (pairs < bytes) {
      const value = loadOne<T>(block, pairs);
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
// @ts-ignore: decorator
@inline
function projectRows<T>(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, out: usize): bool {
  const bytes = <usize>columns << 3;
  const pairs = bytes & ~15;
  let zeros = f64x2.splat(0); // stays 0 as long as every value is finite
  let zero: f64 = 0;
  for (let row = 0; row < rows; row++, block += <usize>columns * sizeof<T>()) {
    const factor = unit ? 1 / lengthOf<T>(block, bytes) : scale;
    const f = f64x2.splat(factor);
    for (let j: usize = 0; j < pairs; j += 16, out += 8) {
      const moved = f64x2.mul(f64x2.sub(loadPair<T>(block, j), v128.load(shift + j)), f);
      // adding 0 turns -0 into 0, so that equal rows have equal bits
      const value = f32x4.demote_f64x2_zero(f64x2.add(moved, f64x2.splat(0)));
      zeros = f64x2.add(zeros, f64x2.mul(f64x2.promote_low_f32x4(value), f64x2.splat(0)));
      v128.store64_lane(out, value, 0);
    }
    if (pairs < bytes) {
      const value = <f32>((loadOne<T>(block, pairs) - load<f64>(shift + pairs)) * factor + 0);
      zero += <f64>value * 0;
      store<f32>(out, value);
      out += 4;
    }
  }
  return f64x2.extract_lane(zeros, 0) + f64x2.extract_lane(zeros, 1) + zero == 0;
}

/** Length of one row, free of overflow; 1 for a row of zeros. */
function lengthOf<T>(row: usize, bytes: usize): f64 {
  let most: f64 = 0;
  for (let j: usize = 0; j < bytes; j += 8) most = max(most, abs(loadOne<T>(row, j)));
  if (most == 0) return 1;
  let square: f64 = 0;
  for (let j: usize = 0; j < bytes; j += 8) {
    const part = loadOne<T>(row, j) / most;
    square += part * part;
  }
  return most * sqrt(square);
}

export function surveyDoubles(block: usize, weights: usize, rows: i32, columns: i32, first: usize, sums: usize, least: usize, most: usize): void {
  survey<f64>(block, weights, rows, columns, first, sums, least, most);
}

export function surveyFloats(block: usize, weights: usize, rows: i32, columns: i32, first: usize, sums: usize, least: usize, most: usize): void {
  survey<f32>(block, weights, rows, columns, first, sums, least, most);
}

export function projectDoubles(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, out: usize): bool {
  return projectRows<f64>(block, rows, columns, shift, scale, unit, out);
}

export function projectFloats(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, out: usize): bool {
  return projectRows<f32>(block, rows, columns, shift, scale, unit, out);
}
