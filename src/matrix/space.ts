import { invalidInput } from '../core/errors.ts';
import { type CheckedInput, checkFinite, type DenseInput, type SparseInput } from '../core/input.ts';
import type { CsrMatrix, DenseMatrix, Matrix, Metric, Weights } from '../core/types.ts';
import { type Intake, type IntakeSource, intakeOver, lengthOf, type Projection } from './intake.ts';

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

/** Dense rows that are yet to come, to be brought into their space by whoever keeps them. */
export interface ComingRows {
  readonly kind: 'raw';
  readonly space: Space;
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
 * Learns the space of the given rows; `weights` has one value a row. `source` does the arithmetic.
 * @throws `INVALID_INPUT` naming row and column of the first value that is not finite.
 */
export function fitSpace(input: NumericInput, metric: Metric, weights: Weights, source: IntakeSource): Space {
  const { columns } = input;
  if (metric === 'cosine') return { metric, columns, offset: null, scale: 1 };
  if (isSparse(input)) return { metric, columns, offset: null, scale: scaleFor(largest(input.values)) };
  const { means, least, most } = surveyColumns(input, weights, source);
  const offset = means.map((mean, column) => roundTo(mean, scaleFor(most[column] - least[column]) * 2 ** 16));
  let reach = 0;
  for (let column = 0; column < columns; column++) reach = Math.max(reach, most[column] - offset[column], offset[column] - least[column]);
  return { metric, columns, offset, scale: scaleFor(reach) };
}

/**
 * Rows in the engine's form, see {@link filledIn} for sparse ones; `source` does the arithmetic.
 * @throws `INVALID_INPUT` when the rows have another number of columns than the space, or lie out of its reach for f32.
 */
export function project(input: NumericInput, space: Space, source: IntakeSource): Matrix {
  if (input.columns !== space.columns) {
    throw invalidInput('wrong number of columns', { expected: `${space.columns}, as in fit`, received: `${input.columns}` });
  }
  return isSparse(input) ? projectSparse(input, space) : projectDense(input, space, source);
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

interface Columns {
  /** Weighted means. */
  readonly means: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** One pass over the values: means, relative to the first row so that an offset common to all rows costs no precision, and extremes. */
function surveyColumns(input: DenseInput | DenseMatrix, weights: Weights, source: IntakeSource): Columns {
  const first = Float64Array.from({ length: input.columns }, (_, column) => input.data[column]);
  let total = 0;
  if (weights instanceof Uint8Array) total = weights.length;
  else for (const weight of weights) total += weight;
  return withBlocks(input, source, (intake, eachOne) => {
    intake.startSurvey(first);
    eachOne((row, count) => intake.survey(weights.subarray(row, row + count)));
    const { sums, least, most } = intake.surveyed();
    const means = sums.map((sum, column) => sum / total + first[column]);
    if (!means.every(Number.isFinite)) checkFinite(input);
    return { means, least: least.slice(), most: most.slice() };
  });
}

/** Values taken in at a time: what the first level of cache holds; and rows at least. */
const BLOCK_VALUES = 4096;
const LEAST_ROWS = 16;

type EachBlock = (work: (firstRow: number, rows: number) => void) => void;

/** Rows that are taken in at a time. */
export function blockRows({ rows, columns }: Pick<DenseInput, 'rows' | 'columns'>): number {
  return Math.min(rows, Math.max(LEAST_ROWS, Math.floor(BLOCK_VALUES / columns)));
}

/** Goes through rows by blocks: copies the values of each to the beginning of `block`, which has room for them, and lets `work` have its turn. */
export function eachBlock(
  input: DenseInput | DenseMatrix,
  block: Float64Array | Float32Array,
  work: (firstRow: number, rows: number) => void,
): void {
  const { data, rows, columns } = input;
  const values = ArrayBuffer.isView(data) ? (data as unknown as Float64Array) : Float64Array.from(data);
  const size = blockRows(input);
  for (let row = 0; row < rows; row += size) {
    const count = Math.min(size, rows - row);
    block.set(values.subarray(row * columns, (row + count) * columns));
    work(row, count);
  }
}

/** Values that are not worth a way into another memory. */
const FEW_VALUES = 512;

/** Opens an intake and lets `task` go through the rows by blocks. */
function withBlocks<T>(
  input: DenseInput | DenseMatrix,
  source: IntakeSource,
  task: (intake: Omit<Intake, 'block'>, eachBlock: EachBlock) => T,
): T {
  const { data, rows, columns } = input;
  const size = blockRows(input);
  if (rows * columns <= FEW_VALUES) return task(intakeOver(data, columns), (work) => work(0, rows));
  const intake = source.openIntake(size, columns, data instanceof Float32Array);
  try {
    return task(intake, (work) => eachBlock(input, intake.block, work));
  } finally {
    intake.close();
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
