import type { Matrix } from '../core/types.ts';
import type { RowRange } from './chunks.ts';
import type { RawRows } from './space.ts';

/** A run of rows with memory of its own. */
export function sliceRows(matrix: Matrix | RawRows, { first, count }: RowRange): Matrix | RawRows {
  const { columns } = matrix;
  if (matrix.kind === 'raw') {
    const data = sliceValues(matrix.input.data, first * columns, (first + count) * columns);
    const space = { ...matrix.space, offset: matrix.space.offset?.slice() ?? null };
    return { ...matrix, space, input: { kind: 'dense', data, rows: count, columns }, rows: count };
  }
  if (matrix.kind === 'dense') {
    return { kind: 'dense', data: matrix.data.slice(first * columns, (first + count) * columns), rows: count, columns };
  }
  const offsets = matrix.offsets.slice(first, first + count + 1);
  const [from] = offsets;
  const to = offsets[count];
  return {
    kind: 'csr',
    values: matrix.values.slice(from, to),
    indices: matrix.indices.slice(from, to),
    offsets: offsets.map((offset) => offset - from),
    rows: count,
    columns,
  };
}

function sliceValues(data: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  return ArrayBuffer.isView(data)
    ? (data as unknown as Float64Array).slice(from, to)
    : Float64Array.from(Array.prototype.slice.call(data, from, to));
}
