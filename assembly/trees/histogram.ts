/** Bytes of a feature's 256 pairs. */
export const PITCH: usize = 4096;

/** Sums of the pairs of these rows by bin, for all features; `weighted` says whether gradients are pairs, or each row weighs 1. */
export function fillHistogram(
  rows: usize,
  count: i32,
  bins: usize,
  features: i32,
  stride: usize,
  gradients: usize,
  weighted: bool,
  histogram: usize,
): void {
  if (weighted) fill(rows, count, bins, features, stride, gradients, true, histogram);
  else fill(rows, count, bins, features, stride, gradients, false, histogram);
}

// @ts-ignore: decorator
@inline
function fill(
  rows: usize,
  count: i32,
  bins: usize,
  features: i32,
  stride: usize,
  gradients: usize,
  weighted: bool,
  histogram: usize,
): void {
  memory.fill(histogram, 0, <usize>features * PITCH);
  const end = rows + (<usize>count << 2);
  const fours = <usize>features & ~3;
  for (; rows < end; rows += 4) {
    const row = <usize>load<u32>(rows);
    const pair = weighted ? v128.load(gradients + (row << 4)) : f64x2.replace_lane(f64x2.splat(1), 0, load<f64>(gradients + (row << 3)));
    let bin = bins + row * stride;
    const last = bin + <usize>features;
    let sums = histogram;
    // four features a turn: each has sums of its own, so that no addition waits for the one before
    for (const whole = bin + fours; bin < whole; bin += 4, sums += 4 * PITCH) {
      const a = sums + (<usize>load<u8>(bin) << 4);
      const b = sums + (<usize>load<u8>(bin, 1) << 4);
      const c = sums + (<usize>load<u8>(bin, 2) << 4);
      const d = sums + (<usize>load<u8>(bin, 3) << 4);
      v128.store(a, f64x2.add(v128.load(a), pair));
      v128.store(b, f64x2.add(v128.load(b, PITCH), pair), PITCH);
      v128.store(c, f64x2.add(v128.load(c, 2 * PITCH), pair), 2 * PITCH);
      v128.store(d, f64x2.add(v128.load(d, 3 * PITCH), pair), 3 * PITCH);
    }
    for (; bin < last; bin++, sums += PITCH) {
      const a = sums + (<usize>load<u8>(bin) << 4);
      v128.store(a, f64x2.add(v128.load(a), pair));
    }
  }
}

/** Takes a child's histogram from its parent's, which becomes that of the other child. */
export function subtractHistogram(parent: usize, child: usize, features: i32): void {
  const end = parent + <usize>features * PITCH;
  for (; parent < end; parent += 16, child += 16) v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
}

/** The pair of all rows of a histogram, to `sum`. */
export function sumHistogram(histogram: usize, sum: usize): void {
  let pair = f64x2.splat(0);
  for (let bin: usize = 0; bin < PITCH; bin += 16) pair = f64x2.add(pair, v128.load(histogram + bin));
  v128.store(sum, pair);
}
