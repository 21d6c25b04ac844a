const DECIMAL = /^\s*[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*$/;
const INTERVALS = 10;

/**
 * The number a value stands for: a number itself, or text that is one decimal number (white space around it allowed); otherwise undefined.
 * Text with leading zeros (`007`) is a code, with a unit (`12px`) a category: neither is a number.
 */
export function toNumber(value: string | number): number | undefined {
  if (typeof value === 'number') return value;
  if (!DECIMAL.test(value)) return undefined;
  const number = Number(value) + 0; // −0 is 0
  return Number.isFinite(number) ? number : undefined;
}

/** Mean and population standard deviation of rising numbers; sums of very large or small ones are scaled, so nothing overflows. */
export function moments(sorted: Float64Array): { mean: number; deviation: number } {
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  if (least === most) return { mean: least, deviation: 0 };
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const unit = largest > 1e150 || largest < 1e-150 ? largest : 1;
  let sum = 0;
  for (const value of sorted) sum += value / unit;
  const mean = sum / sorted.length;
  let squares = 0;
  for (const value of sorted) squares += (value / unit - mean) * (value / unit - mean);
  return { mean: mean * unit, deviation: Math.sqrt(squares / sorted.length) * unit };
}

/** At most 11 places on the number line: the distinct values where that few, else the deciles of rising numbers, each once. */
export function quantileKnots(sorted: Float64Array): number[] {
  const distinct = new Set<number>();
  for (const value of sorted) {
    distinct.add(value);
    if (distinct.size > INTERVALS + 1) break;
  }
  if (distinct.size <= INTERVALS + 1) return [...distinct];
  const places = Array.from({ length: INTERVALS + 1 }, (_, i) => Math.round((i * (sorted.length - 1)) / INTERVALS));
  return [...new Set(places.map((place) => sorted[place]))];
}

/** Shares a number out between the two knots around it (linear hat functions); beyond the ends the outermost knot takes it all. */
export function share(knots: readonly number[], value: number, emit: (knot: number, part: number) => void): void {
  let right = 0;
  while (right < knots.length && knots[right] < value) right++;
  if (right === knots.length) emit(right - 1, 1);
  else if (right === 0 || knots[right] === value) emit(right, 1);
  else {
    const [low, high] = [knots[right - 1], knots[right]];
    // Halves where the distance itself would overflow.
    const part = high - low < Infinity ? (value - low) / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2);
    emit(right - 1, 1 - part);
    emit(right, part);
  }
}
