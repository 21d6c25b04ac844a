import type { DenseInput, SparseInput } from '../core/input.ts';
import type { CsrMatrix, DenseMatrix } from '../core/types.ts';
import type { SilhouetteRows } from '../engine/kernel.ts';
import { lengthOf } from '../matrix/intake.ts';
import { selectRows } from '../matrix/select-rows.ts';
import { isSparse, type NumericInput, type Space } from '../matrix/space.ts';

/** Rows in 64-bit numbers, for scores that are to be as exact as the data: otherwise as the engine has them, centred and scaled or of length 1. */
export type Points = DenseMatrix<Float64Array> | SparsePoints;
export type SparsePoints = CsrMatrix<Float64Array>;

/** The chosen rows of the input as points of the space. */
export function toPoints(input: NumericInput, chosen: Int32Array, { metric, columns, offset, scale }: Space): Points {
  const points = isSparse(input) ? sparsePoints(input, chosen, scale) : densePoints(input, chosen, columns, offset, scale);
  return metric === 'cosine' ? toUnit(points) : points;
}

function densePoints(
  { data }: DenseInput | DenseMatrix,
  chosen: Int32Array,
  columns: number,
  offset: Float64Array | null,
  scale: number,
): Points {
  const out = new Float64Array(chosen.length * columns);
  chosen.forEach((row, i) => {
    for (let c = 0; c < columns; c++) out[i * columns + c] = (data[row * columns + c] - (offset?.[c] ?? 0)) * scale;
  });
  return { kind: 'dense', data: out, rows: chosen.length, columns };
}

function sparsePoints({ values, indices, offsets, columns }: SparseInput | CsrMatrix, chosen: Int32Array, scale: number): SparsePoints {
  const builder = new SparseBuilder(columns);
  for (const row of chosen) {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) builder.add(indices[i], values[i] * scale);
    builder.endRow();
  }
  return builder.finish();
}

/** Points in the order given, as the kernel scores them; sparse ones rounded to f32. */
export function selectPoints(points: Points, order: Int32Array): SilhouetteRows {
  if (points.kind === 'csr') return selectRows({ ...points, values: Float32Array.from(points.values) }, order);
  const { columns } = points;
  const data = new Float64Array(order.length * columns);
  order.forEach((row, i) => {
    data.set(points.data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { kind: 'dense', data, rows: order.length, columns };
}

/** Centroids as a model has them (k × columns) as points of the given kind. */
export function centroidPoints(centroids: Float32Array, kind: Points['kind'], columns: number): Points {
  const rows = centroids.length / columns;
  const dense: DenseMatrix<Float64Array> = { kind: 'dense', data: Float64Array.from(centroids), rows, columns };
  return kind === 'dense' ? dense : withoutZeros(dense);
}

/** The points brought to length 1; those of length 0 stay. */
export function toUnit(points: Points): Points {
  const values = points.kind === 'dense' ? points.data : points.values;
  const startOf = (row: number): number => (points.kind === 'dense' ? row * points.columns : points.offsets[row]);
  const scaled = values.slice();
  for (let row = 0; row < points.rows; row++) {
    const [from, to] = [startOf(row), startOf(row + 1)];
    const length = lengthOf(values, from, to);
    for (let i = from; i < to; i++) scaled[i] /= length;
  }
  return points.kind === 'dense' ? { ...points, data: scaled } : { ...points, values: scaled };
}

/** For each of `groups` groups the sum of its rows, each times its factor; rows of group -1 are left out. */
export function combine(points: Points, groupOf: Int32Array, factors: Float64Array, groups: number): Points {
  const { rows, columns } = points;
  if (points.kind === 'dense') {
    const data = new Float64Array(groups * columns);
    for (let row = 0; row < rows; row++) {
      if (groupOf[row] < 0) continue;
      const [to, from] = [groupOf[row] * columns, row * columns];
      for (let c = 0; c < columns; c++) data[to + c] += factors[row] * points.data[from + c];
    }
    return { kind: 'dense', data, rows: groups, columns };
  }
  const members = Array.from({ length: groups }, (): number[] => []);
  for (let row = 0; row < rows; row++) if (groupOf[row] >= 0) members[groupOf[row]].push(row);
  const builder = new SparseBuilder(columns);
  const sums = new Float64Array(columns);
  for (const group of members) {
    const touched = new Set<number>();
    for (const row of group) {
      for (let i = points.offsets[row]; i < points.offsets[row + 1]; i++) {
        sums[points.indices[i]] += factors[row] * points.values[i];
        touched.add(points.indices[i]);
      }
    }
    for (const column of [...touched].sort((a, b) => a - b)) {
      builder.add(column, sums[column]);
      sums[column] = 0;
    }
    builder.endRow();
  }
  return builder.finish();
}

function withoutZeros({ data, rows, columns }: DenseMatrix<Float64Array>): SparsePoints {
  const builder = new SparseBuilder(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) if (data[row * columns + c] !== 0) builder.add(c, data[row * columns + c]);
    builder.endRow();
  }
  return builder.finish();
}

/** Sparse rows, value by value, in rising order of their columns. */
class SparseBuilder {
  readonly #columns: number;
  readonly #values: number[] = [];
  readonly #indices: number[] = [];
  readonly #offsets: number[] = [0];

  constructor(columns: number) {
    this.#columns = columns;
  }

  add(column: number, value: number): void {
    if (value === 0) return;
    this.#values.push(value);
    this.#indices.push(column);
  }

  endRow(): void {
    this.#offsets.push(this.#values.length);
  }

  finish(): SparsePoints {
    return {
      kind: 'csr',
      values: Float64Array.from(this.#values),
      indices: Uint32Array.from(this.#indices),
      offsets: Uint32Array.from(this.#offsets),
      rows: this.#offsets.length - 1,
      columns: this.#columns,
    };
  }
}
