/**
 * The gradients of squared error: weight × (prediction − target), rounded to the grid. The grid is a power of two by which the largest
 * gradient of `count` rows sums to at most 2^52 steps, so that every sum of gradients is exact. Without weights (0) each is 1, and
 * gradients are f64; with weights they are pairs. Returns the largest gradient's size.
 */
export function takeGradients(predictions: usize, targets: usize, weights: usize, count: i32, gradients: usize): f64 {
  const bytes = <usize>count << 3;
  let largest: f64 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const error = load<f64>(predictions + i) - load<f64>(targets + i);
    const gradient = weights ? load<f64>(weights + i) * error : error;
    largest = max(largest, abs(gradient));
  }
  // Adding this and taking it away again rounds to a multiple of the unit in its last place.
  const rounder = 1.5 * powerOfTwoAbove(largest * <f64>count);
  for (let i: usize = 0; i < bytes; i += 8) {
    const error = load<f64>(predictions + i) - load<f64>(targets + i);
    if (weights) {
      const weight = load<f64>(weights + i);
      store<f64>(gradients + 2 * i, weight * error + rounder - rounder);
      store<f64>(gradients + 2 * i, weight, 8);
    } else store<f64>(gradients + i, error + rounder - rounder);
  }
  return largest;
}

/** The least power of two above a number of 0 or more; both far from the ends of the range. */
function powerOfTwoAbove(value: f64): f64 {
  return reinterpret<f64>((reinterpret<i64>(value) & 0x7ff0000000000000) + 0x0010000000000000);
}
