import { invalidInput } from '../core/errors.ts';
import { type CheckedInput, checkFinite, type DenseInput, type SparseInput } from '../core/input.ts';
import type { CsrMatrix, DenseMatrix, Matrix, Metric } from '../core/types.ts';
import { withBlocks } from './blocks.ts';
import { type IntakeSource, lengthOf, type Projection } from './intake.ts';

/**
 * How raw rows become the engine's rows: dense euclidean rows lose their column means, or nearly so, so that f32 spends its bits on differences;
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

/** Dense rows that are yet to come, to be brought into their space by whoever keeps them. */
export interface ComingRows {
  readonly kind: 'raw';
  readonly space: Space;
  /** Squared length in the space beyond which a row is out of reach; whatever is finite is within `Number.MAX_VALUE`. */
  readonly most: number;
  readonly rows: number;
  readonly columns: number;
}

/** Such rows as they came. */
export interface RawRows extends ComingRows {
  readonly input: DenseInput | DenseMatrix;
}

/** Anything with numbers in rows, checked: raw input or what an encoder made. */
export type NumericInput = DenseInput | SparseInput | Matrix;

/**
 * Rows in the engine's form, see {@link filledIn} for sparse ones; `source` does the arithmetic.
 * @throws `INVALID_INPUT` when the rows have another number of columns than the space, or lie out of its reach for f32.
 */
export function project(input: NumericInput, space: Space, source: IntakeSource): Matrix {
  return toMatrix(bring(input, space), source);
}

/** Rows on their way into a space: dense ones as they came, sparse ones as {@link project} has them; throws what that does. */
export function bring(input: NumericInput, space: Space): Matrix | RawRows {
  if (input.columns !== space.columns) {
    throw invalidInput('wrong number of columns', { expected: `${space.columns}, as in fit`, received: `${input.columns}` });
  }
  return isSparse(input) ? projectSparse(input, space) : bringDense(input, space);
}

/** As {@link bring}, for dense rows that have the columns of the space. */
export function bringDense(input: DenseInput | DenseMatrix, space: Space): RawRows {
  const { rows, columns } = input;
  return { kind: 'raw', input, space, most: Number.MAX_VALUE, rows, columns };
}

/** Raw rows in their space; others are there. `source` does the arithmetic. */
export function toMatrix(matrix: Matrix | RawRows, source: IntakeSource): Matrix {
  return matrix.kind === 'raw' ? projectDense(matrix.input, matrix.space, source) : matrix;
}

/** A centroid (engine's form) as the user's numbers. */
export function unproject(centroids: ArrayLike<number>, space: Space): Float64Array {
  const { columns, offset, scale } = space;
  const out = new Float64Array(centroids.length);
  for (let i = 0; i < out.length; i++) out[i] = centroids[i] / scale + (offset === null ? 0 : offset[i % columns]);
  return out;
}

export function isSparse(input: NumericInput): input is SparseInput | CsrMatrix {
  return input.kind === 'csr' || input.kind === 'sparse';
}

/** Rows as they came, but sparse ones with their zeros where the space centres columns: there what is left out is not 0. */
export function filledIn(input: CheckedInput, { offset }: Space): CheckedInput {
  if (offset === null || input.kind !== 'sparse') return input;
  const { values, indices, offsets, rows, columns } = input;
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) for (let i = offsets[row]; i < offsets[row + 1]; i++) data[row * columns + indices[i]] = values[i];
  return { kind: 'dense', data, rows, columns };
}

/** As {@link project}, for dense rows that have the columns of the space; errors count their rows from `first`. */
export function projectDense(input: DenseInput | DenseMatrix, space: Space, source: IntakeSource, first = 0): DenseMatrix {
  const { rows, columns } = input;
  const data = new Float32Array(rows * columns);
  let finite = true;
  withBlocks(input, source, (intake, eachOne) => {
    intake.startProjection(projectionOf(space));
    eachOne((row, count) => {
      const block = intake.project(count);
      if (block) data.set(block, row * columns);
      finite &&= block !== null;
    });
  });
  if (!finite) throw outOfReach(input, space, first);
  return { kind: 'dense', data, rows, columns };
}

/** What projecting into a space takes. */
export function projectionOf({ metric, columns, offset, scale }: Space): Projection {
  return { shift: offset ?? new Float64Array(columns), scale, unit: metric === 'cosine' };
}

function projectSparse(input: SparseInput | CsrMatrix, { metric, scale }: Space): CsrMatrix {
  const values = new Float32Array(input.values.length);
  for (let row = 0; row < input.rows; row++) {
    const from = input.offsets[row];
    const to = input.offsets[row + 1];
    const factor = metric === 'cosine' ? 1 / lengthOf(input.values, from, to) : scale;
    for (let i = from; i < to; i++) {
      values[i] = input.values[i] * factor + 0;
      if (!Number.isFinite(values[i])) throw tooFar(row, input.indices[i], input.values[i]);
    }
  }
  const { rows, columns } = input;
  return { kind: 'csr', values, indices: Uint32Array.from(input.indices), offsets: Uint32Array.from(input.offsets), rows, columns };
}

/** The error for rows, counted from `first`, some of whose values do not fit into the engine's numbers; throws the one for those that are not finite. */
export function outOfReach({ data, columns }: DenseInput | DenseMatrix, { offset, scale }: Space, first: number): Error {
  checkFinite({ data, columns, rows: data.length / columns }, first);
  let at = 0;
  while (Number.isFinite(Math.fround((data[at] - (offset?.[at % columns] ?? 0)) * scale)) && at < data.length - 1) at++;
  return tooFar(first + Math.floor(at / columns), at % columns, data[at]);
}

function tooFar(row: number, column: number, value: number): Error {
  return invalidInput('value out of reach', {
    row,
    field: `${column}`,
    expected: 'a value comparable to those in fit',
    received: String(value),
  });
}
