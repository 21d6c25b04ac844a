// ln 2 in two parts: the high part has 21 trailing zero bits, so that its product with an exponent is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT_HALF = 0.7071067811865476;
const TERMS = 12;

/**
 * Natural logarithm from + − × ÷ alone, so that every engine gives the same bits (`Math.log` is implementation-defined).
 * Within 1e-15 of `Math.log`, relatively; 0 gives −Infinity, negative numbers and NaN give NaN, Infinity gives Infinity.
 *
 * Method: x = m · 2^e with m in [√½, √2), ln m = 2 artanh f with f = (m − 1) / (m + 1), by its Taylor series (|f| < .172).
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let mantissa = x;
  let exponent = 0;
  // Powers of two scale exactly; big steps first keep extreme numbers quick.
  for (; mantissa >= 0x100000000; exponent += 32) mantissa /= 0x100000000;
  for (; mantissa < 1 / 0x100000000; exponent -= 32) mantissa *= 0x100000000;
  for (; mantissa >= 2 * SQRT_HALF; exponent++) mantissa /= 2;
  for (; mantissa < SQRT_HALF; exponent--) mantissa *= 2;
  const f = (mantissa - 1) / (mantissa + 1);
  const square = f * f;
  let series = 0; // f²/3 + f⁴/5 + …, smallest term first
  for (let k = TERMS; k >= 1; k--) series = (series + 1 / (2 * k + 1)) * square;
  return exponent * LN2_HIGH + (2 * f + (2 * f * series + exponent * LN2_LOW));
}
