// ln 2 in two parts, as in log.ts: the product of the high part and an exponent is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG2_E = 1.4426950408889634;
const TERMS = 14;

/**
 * e to the power x from + − × ÷ alone, so that every engine gives the same bits (`Math.exp` is implementation-defined).
 * Within 1e-15 of `Math.exp`, relatively, where the answer is a normal number; NaN gives NaN; beyond about 709.78 Infinity, below about −745.13 0.
 *
 * Method: x = k · ln 2 + r with |r| ≤ ½ ln 2; e^r by its Taylor series; then k doublings or halvings, which are exact.
 */
export function exp(x: number): number {
  if (!(x < 710)) return x > 0 ? Infinity : NaN;
  if (x < -746) return 0;
  const k = Math.round(x * LOG2_E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let series = 0; // r²/2! + r³/3! + …, smallest term first, factored
  for (let n = TERMS; n >= 2; n--) series = ((1 + series) * r) / n;
  // 1 + r + (r · series), the rounding error of r last in, so that it is not lost
  return scale(1 + (r + (r * series + (high - r - low))), k);
}

/** x · 2^k. */
function scale(x: number, k: number): number {
  let scaled = x;
  let left = k;
  for (; left >= 30; left -= 30) scaled *= 0x40000000;
  for (; left <= -30; left += 30) scaled /= 0x40000000;
  return left >= 0 ? scaled * (1 << left) : scaled / (1 << -left);
}
