import { invalidInput } from '../core/errors.ts';
import { checkFinite, type DenseInput, type SparseInput } from '../core/input.ts';
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

/**
 * Learns the space of the given rows; `weights` has one value a row.
 * @throws `INVALID_INPUT` naming row and column of the first value that is not finite.
 */
export function fitSpace(input: NumericInput, metric: Metric, weights: Float64Array): Space {
  const { columns } = input;
  if (metric === 'cosine') return { metric, columns, offset: null, scale: 1 };
  if (isSparse(input)) return { metric, columns, offset: null, scale: scaleFor(largest(input.values)) };
  const { means, least, most } = surveyColumns(input, weights);
  const offset = means.map((mean, column) => roundTo(mean, scaleFor(most[column] - least[column]) * 2 ** 16));
  let reach = 0;
  for (let column = 0; column < columns; column++) reach = Math.max(reach, most[column] - offset[column], offset[column] - least[column]);
  return { metric, columns, offset, scale: scaleFor(reach) };
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

function projectDense(input: DenseInput | DenseMatrix, { metric, offset, scale }: Space): DenseMatrix {
  const { rows, columns } = input;
  const out = new Float32Array(rows * columns);
  const shift = offset ?? new Float64Array(columns);
  let at = 0;
  let sum = 0; // stays finite as long as every value does
  eachBlock(input, (block, count) => {
    for (let row = 0, i = 0; row < count; row++) {
      const factor = metric === 'cosine' ? 1 / rowLength(block, i, i + columns) : scale;
      for (let column = 0; column < columns; column++, i++, at++) {
        // adding 0 turns -0 into 0, so that equal rows have equal bits
        const value = Math.fround((block[i] - shift[column]) * factor + 0);
        out[at] = value;
        sum += value * 0;
      }
    }
  });
  if (sum !== 0) throw firstOutOfReach(input, out);
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

interface Columns {
  /** Weighted means. */
  readonly means: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** One pass over the values: means, relative to the first row so that an offset common to all rows costs no precision, and extremes. */
function surveyColumns(input: DenseInput | DenseMatrix, weights: Float64Array): Columns {
  const { columns, data } = input;
  const first = Float64Array.from({ length: columns }, (_, column) => data[column]);
  const means = new Float64Array(columns);
  const least = new Float64Array(columns).fill(Infinity);
  const most = new Float64Array(columns).fill(-Infinity);
  let total = 0;
  let row = 0;
  eachBlock(input, (block, count) => {
    for (let i = 0, r = 0; r < count; r++) {
      const weight = weights[row++];
      total += weight;
      for (let column = 0; column < columns; column++, i++) {
        const value = block[i];
        means[column] += (value - first[column]) * weight;
        if (value < least[column]) least[column] = value;
        if (value > most[column]) most[column] = value;
      }
    }
  });
  for (let column = 0; column < columns; column++) means[column] = means[column] / total + first[column];
  if (!means.every(Number.isFinite)) checkFinite(input);
  return { means, least, most };
}

/** Values copied at a time: what the first level of cache holds. */
const BLOCK_VALUES = 4096;

/** Rows by blocks, always as f64: the copy is cheap, and loops over one kind of array are several times faster. */
function eachBlock(input: DenseInput | DenseMatrix, work: (block: Float64Array, rows: number) => void): void {
  const { rows, columns, data } = input;
  const size = Math.max(1, Math.floor(BLOCK_VALUES / columns));
  const block = new Float64Array(size * columns);
  const values = ArrayBuffer.isView(data) ? (data as unknown as Float64Array) : Float64Array.from(data);
  for (let row = 0; row < rows; row += size) {
    const count = Math.min(size, rows - row);
    block.set(values.subarray(row * columns, (row + count) * columns));
    work(block, count);
  }
}

/** The nearest multiple of 1 / `grid`: near enough to centre a column, and the same to the bit whatever the order of the rows or their repetition. */
function roundTo(mean: number, grid: number): number {
  return Math.abs(mean) < 2 ** 900 ? Math.round(mean * grid) / grid : mean;
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

function firstOutOfReach(input: DenseInput | DenseMatrix, out: Float32Array): Error {
  checkFinite(input);
  const at = out.findIndex((value) => !Number.isFinite(value));
  return outOfReach(Math.floor(at / input.columns), at % input.columns, input.data[at]);
}

function outOfReach(row: number, column: number, value: number): Error {
  return invalidInput('value out of reach', {
    row,
    field: `${column}`,
    expected: 'a value comparable to those in fit',
    received: String(value),
  });
}
