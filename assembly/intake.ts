// Raw rows (row-major, f64 or f32: T) on their way in: what the columns are like, and the rows as f32 in the engine's space.
// Every operation is done in f64, and what is added up in the order of the plain twin, so both give the same bits.

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

/**
 * Adds a block of rows to `sums` (weight · (value − first row's value)), and widens the extremes `least` and `most`. All f64, one a column, and room for one
 * more: of an odd number the last is paired with whatever stands behind it. `weights` may be 0: all 1.
 */
// @ts-ignore: decorator
@inline
function survey<T>(block: usize, weights: usize, rows: i32, columns: i32, first: usize, sums: usize, least: usize, most: usize): void {
  const stride = <usize>columns * sizeof<T>();
  for (let j: usize = 0; j < <usize>columns << 3; j += 16) {
    const start = v128.load(first + j);
    let sum = v128.load(sums + j), low = v128.load(least + j), high = v128.load(most + j);
    let row = block;
    for (let i = 0; i < rows; i++, row += stride) {
      const value = loadPair<T>(row, j);
      const difference = f64x2.sub(value, start);
      sum = f64x2.add(sum, weights == 0 ? difference : f64x2.mul(difference, v128.load64_splat(weights + (<usize>i << 3))));
      low = f64x2.pmin(low, value);
      high = f64x2.pmax(high, value);
    }
    v128.store(sums + j, sum);
    v128.store(least + j, low);
    v128.store(most + j, high);
  }
}

/**
 * Writes (value − shift) · scale as f32 to `out`; with `unit`, rows brought to length 1 instead of scaled (rows of zeros stay). The lengths of what is
 * written go to `lengths` (f32, one a row). Returns whether all of them, squared, are at most `most`, which no other than finite ones are.
 */
// @ts-ignore: decorator
@inline
function projectRows<T>(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, most: f64, out: usize, lengths: usize): bool {
  const bytes = <usize>columns << 3;
  const pairs = bytes & ~15;
  let longest: f64 = 0;
  for (let row = 0; row < rows; row++, block += <usize>columns * sizeof<T>(), lengths += 4) {
    const factor = unit ? 1 / lengthOf<T>(block, bytes) : scale;
    const f = f64x2.splat(factor);
    let squares = f64x2.splat(0);
    for (let j: usize = 0; j < pairs; j += 16, out += 8) {
      const moved = f64x2.mul(f64x2.sub(loadPair<T>(block, j), v128.load(shift + j)), f);
      // adding 0 turns -0 into 0, so that equal rows have equal bits
      const value = f32x4.demote_f64x2_zero(f64x2.add(moved, f64x2.splat(0)));
      const wide = f64x2.promote_low_f32x4(value);
      squares = f64x2.add(squares, f64x2.mul(wide, wide));
      v128.store64_lane(out, value, 0);
    }
    let square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
    if (pairs < bytes) {
      const value = <f32>((loadOne<T>(block, pairs) - load<f64>(shift + pairs)) * factor + 0);
      square += <f64>value * <f64>value;
      store<f32>(out, value);
      out += 4;
    }
    longest = max(longest, square); // NaN stays
    store<f32>(lengths, <f32>sqrt(square));
  }
  return longest <= most;
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

export function projectDoubles(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, most: f64, out: usize, lengths: usize): bool {
  return projectRows<f64>(block, rows, columns, shift, scale, unit, most, out, lengths);
}

export function projectFloats(block: usize, rows: i32, columns: i32, shift: usize, scale: f64, unit: bool, most: f64, out: usize, lengths: usize): bool {
  return projectRows<f32>(block, rows, columns, shift, scale, unit, most, out, lengths);
}
