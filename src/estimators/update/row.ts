import type { Matrix } from '../../core/types.ts';
import type { Space } from '../../matrix/space.ts';

/** One row in the engine's form: dense where `columns` is null, else the values that are not 0, in rising columns. */
export interface Row {
  readonly columns: Uint32Array | null;
  readonly values: Float32Array;
}

/** Dense vectors one after the other, as many values each as the space has columns. */
export type Vectors = Float32Array | Float64Array;

/** Whether the rows of a space are kept dense: where columns were centred few values are 0. */
export function keepsDense(space: Space): boolean {
  return space.offset !== null;
}

/**
 * Row `index` in the one form that all rows of a space take here, whatever they came as, so that answers do not depend on it. Its arrays are views of
 * the matrix where that has this form already.
 */
export function rowAt(matrix: Matrix, index: number, space: Space): Row {
  const { columns } = matrix;
  if (matrix.kind === 'dense') {
    const values = matrix.data.subarray(index * columns, (index + 1) * columns);
    return keepsDense(space) ? { columns: null, values } : withoutZeros(null, values);
  }
  const { offsets } = matrix;
  const indices = matrix.indices.subarray(offsets[index], offsets[index + 1]);
  const row = withoutZeros(indices, matrix.values.subarray(offsets[index], offsets[index + 1]));
  return keepsDense(space) ? { columns: null, values: scatter(row, new Float32Array(columns)) } : row;
}

/** One of several vectors as a row. */
export function rowOf(vectors: Float32Array, index: number, space: Space): Row {
  return rowAt({ kind: 'dense', data: vectors, rows: vectors.length / space.columns, columns: space.columns }, index, space);
}

/** A row with arrays of its own. */
export function copyOf({ columns, values }: Row): Row {
  return { columns: columns?.slice() ?? null, values: values.slice() };
}

/**
 * Squared distance for euclidean, 1 − cosine for cosine, to vector `index`: in f64 and in column order, as the engine's exact distances are. Once it
 * exceeds `most` it may be told as less than it is.
 */
export function distanceTo(
  { columns, values }: Row,
  vectors: Vectors,
  index: number,
  { metric, columns: width }: Pick<Space, 'metric' | 'columns'>,
  most = Infinity,
): number {
  const from = index * width;
  let sum = 0;
  if (metric === 'cosine') {
    for (let i = 0; i < values.length; i++) sum += values[i] * vectors[from + (columns ? columns[i] : i)];
    return 1 - sum;
  }
  for (let column = 0, i = 0; column < width && sum <= most; column++) {
    const value = columns === null || columns[i] === column ? values[i++] : 0;
    sum += (value - vectors[from + column]) * (value - vectors[from + column]);
  }
  return sum;
}

/** Adds `weight` times the row to a dense vector. */
export function addRow({ columns, values }: Row, weight: number, to: Float64Array): void {
  for (let i = 0; i < values.length; i++) to[columns ? columns[i] : i] += weight * values[i];
}

/** Writes the row's values into a vector of zeros, and returns that. */
export function scatter<Vector extends Vectors>({ columns, values }: Row, to: Vector): Vector {
  if (columns === null) to.set(values);
  else for (let i = 0; i < values.length; i++) to[columns[i]] = values[i];
  return to;
}

/** The sparse form of values in the given columns, or in all. */
export function withoutZeros(columns: Uint32Array | null, values: Float32Array): Row & { readonly columns: Uint32Array } {
  let filled = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) filled++;
  if (columns && filled === values.length) return { columns, values };
  const kept = { columns: new Uint32Array(filled), values: new Float32Array(filled) };
  for (let i = 0, at = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    kept.columns[at] = columns ? columns[i] : i;
    kept.values[at++] = values[i];
  }
  return kept;
}
