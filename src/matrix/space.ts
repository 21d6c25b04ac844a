import { invalidInput } from '../core/errors.ts';
import type { DenseInput, SparseInput } from '../core/input.ts';
import type { CsrMatrix, DenseMatrix, Matrix, Metric } from '../core/types.ts';

/**
 * How raw rows become the engine's rows: dense euclidean rows lose their column means, so that f32 spends its bits on differences;
 * all are scaled by a power of two, which is exact, so that squares neither overflow nor vanish; cosine rows get length 1.
 */
export interface Space {
  readonly metric: Metric;
  readonly columns: number;
  /** Column means taken off before scaling; null where nothing is (cosine, sparse). */
  readonly offset: Float64Array | null;
  /** Power of two each value is multiplied with; 1 for cosine. */
  readonly scale: number;
}

/** Anything with numbers in rows, checked: raw input or what an encoder made. */
export type NumericInput = DenseInput | SparseInput | Matrix;

/** Learns the space of the given rows; `weights` has one value a row. */
export function fitSpace(input: NumericInput, metric: Metric, weights: Float64Array): Space {
  const { columns } = input;
  if (metric === 'cosine') return { metric, columns, offset: null, scale: 1 };
  if (isSparse(input)) return { metric, columns, offset: null, scale: scaleFor(largest(input.values)) };
  const offset = columnOffsets(input, weights);
  let most = 0;
  for (let i = 0, column = 0; i < input.data.length; i++) {
    most = Math.max(most, Math.abs(input.data[i] - offset[column]));
    if (++column === columns) column = 0;
  }
  return { metric, columns, offset, scale: scaleFor(most) };
}

/**
 * Rows in the engine's form.
 * @throws `INVALID_INPUT` when the rows have another number of columns than the space, or lie out of its reach for f32.
 */
export function project(input: NumericInput, space: Space): Matrix {
  if (input.columns !== space.columns) {
    throw invalidInput('wrong number of columns', { expected: `${space.columns}, as in fit`, received: `${input.columns}` });
  }
  return isSparse(input) ? projectSparse(input, space) : projectDense(input, space);
}

/** A centroid (engine's form) as the user's numbers. */
export function unproject(centroids: ArrayLike<number>, space: Space): Float64Array {
  const out = Float64Array.from(centroids, (value) => value / space.scale);
  if (space.offset) for (let i = 0; i < out.length; i++) out[i] += space.offset[i % space.columns];
  return out;
}

export function isSparse(input: NumericInput): input is SparseInput | CsrMatrix {
  return input.kind === 'csr' || input.kind === 'sparse';
}

function projectDense({ data, rows, columns }: DenseInput | DenseMatrix, { metric, offset, scale }: Space): DenseMatrix {
  const out = new Float32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = metric === 'cosine' ? 1 / rowLength(data, at, at + columns) : scale;
    for (let column = 0; column < columns; column++, at++) {
      // adding 0 turns -0 into 0, so that equal rows have equal bits
      out[at] = (data[at] - (offset ? offset[column] : 0)) * factor + 0;
      if (!Number.isFinite(out[at])) throw outOfReach(row, column, data[at]);
    }
  }
  return { kind: 'dense', data: out, rows, columns };
}

function projectSparse(input: SparseInput | CsrMatrix, { metric, scale }: Space): CsrMatrix {
  const values = new Float32Array(input.values.length);
  for (let row = 0; row < input.rows; row++) {
    const from = input.offsets[row];
    const to = input.offsets[row + 1];
    const factor = metric === 'cosine' ? 1 / rowLength(input.values, from, to) : scale;
    for (let i = from; i < to; i++) {
      values[i] = input.values[i] * factor + 0;
      if (!Number.isFinite(values[i])) throw outOfReach(row, input.indices[i], input.values[i]);
    }
  }
  const { rows, columns } = input;
  return { kind: 'csr', values, indices: Uint32Array.from(input.indices), offsets: Uint32Array.from(input.offsets), rows, columns };
}

/** Length of one row, free of overflow; 1 for a row of zeros, which stays one. */
function rowLength(values: ArrayLike<number>, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i]));
  if (most === 0) return 1;
  let square = 0;
  for (let i = from; i < to; i++) square += (values[i] / most) * (values[i] / most);
  return most * Math.sqrt(square);
}

/**
 * Column means, rounded to a grid of about 2⁻¹⁶ of the column's spread: near enough to centre the column, and the same to the bit
 * whatever the order of the rows or whether a row is repeated or weighted.
 */
function columnOffsets({ data, columns }: DenseInput | DenseMatrix, weights: Float64Array): Float64Array {
  let total = 0;
  for (const weight of weights) total += weight;
  const means = new Float64Array(columns);
  const spread = new Float64Array(columns);
  // relative to the first row, so that an offset common to all rows costs no precision
  for (let row = 1, i = columns; row < weights.length; row++) {
    const share = weights[row] / total;
    for (let column = 0; column < columns; column++, i++) {
      const difference = data[i] - data[column];
      means[column] += difference * share;
      spread[column] = Math.max(spread[column], Math.abs(difference));
    }
  }
  return means.map((mean, column) => {
    const grid = scaleFor(spread[column]) * 2 ** 16;
    const exact = mean + data[column];
    return Math.abs(exact) < 2 ** 900 ? Math.round(exact * grid) / grid : exact;
  });
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** The power of two that brings `most` into [½, 1); 1 for 0. */
function scaleFor(most: number): number {
  let scale = 1;
  if (most === 0) return scale;
  while (most * scale >= 1) scale /= 2;
  while (most * scale < 0.5 && scale < 2 ** 900) scale *= 2;
  return scale;
}

function outOfReach(row: number, column: number, value: number): Error {
  return invalidInput('value out of reach', {
    row,
    field: `${column}`,
    expected: 'a value comparable to those in fit',
    received: String(value),
  });
}
