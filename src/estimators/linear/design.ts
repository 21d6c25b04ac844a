import type { Term } from './terms.ts';

/** Mean of a column's present values and root mean square of what differs from it, by weight; what is missing counts as the mean. */
export interface Moments {
  readonly mean: number;
  /** 0 for a column of one value. */
  readonly spread: number;
}

/** Deviations of less than this share of a column's size are rounding errors: the column has one value. */
const SAME = 1e-13;

/** The design's values of one field's column. */
export type Column = (row: number) => number;

/** A column of the design over the rows of its field; NaN where a number is missing. */
export function designColumn({ of, level }: Term, values: Float64Array, levels: number): Column {
  if (of === 'number') return (row) => values[row];
  if (of === 'missing') return (row) => Number(Number.isNaN(values[row]));
  const wanted = of === 'level' ? level : levels;
  return (row) => Number(values[row] === wanted);
}

/** Moments of a column over weighted rows. */
export function momentsOf(column: Column, weights: Float64Array): Moments {
  const first = meanOf(column, weights, 0);
  const mean = first + meanOf(column, weights, first); // once more, so that rounding errors of the first sum go
  let squares = 0;
  let sum = 0;
  let largest = Math.abs(mean);
  for (let row = 0; row < weights.length; row++) {
    const value = column(row);
    sum += weights[row];
    if (Number.isNaN(value) || weights[row] === 0) continue;
    squares += weights[row] * (value - mean) * (value - mean);
    largest = Math.max(largest, Math.abs(value));
  }
  const spread = Math.sqrt(squares / sum);
  return { mean, spread: spread > SAME * largest ? spread : 0 };
}

/** Mean of the present values' differences from `origin`. */
function meanOf(column: Column, weights: Float64Array, origin: number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    const value = column(row);
    if (Number.isNaN(value)) continue;
    sum += weights[row] * (value - origin);
    total += weights[row];
  }
  return total > 0 ? sum / total : 0;
}

/** Writes rows `first` to `first + count − 1` of a column, as standard scores times the root of their weight, to `out`. */
export function writeScores(column: Column, { mean, spread }: Moments, roots: Float64Array, first: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const value = column(first + i);
    out[i] = Number.isNaN(value) || spread === 0 ? 0 : (roots[first + i] * (value - mean)) / spread;
  }
}
