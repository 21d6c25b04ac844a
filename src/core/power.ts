/** `base` to a power from 0 up, by the power's binary digits: products of the base and of its repeated square roots, the same bits everywhere. */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let whole = Math.floor(exponent); whole > 0; whole--) result *= base;
  let root = base;
  for (let rest = exponent % 1; rest > 0; ) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) result *= root;
    rest %= 1;
  }
  return result;
}
