import type { Matrix } from '../core/types.ts';
import type { RowRange } from './chunks.ts';
import type { RawRows } from './space.ts';

/** A run of rows: `slice` has memory of its own, `subarray` shares that of the matrix where it can. */
export function sliceRows(matrix: Matrix | RawRows, { first, count }: RowRange, cut: 'slice' | 'subarray'): Matrix | RawRows {
  const { columns } = matrix;
  if (matrix.kind === 'raw') {
    const data = cutValues(matrix.input.data, first * columns, (first + count) * columns, cut);
    const space = { ...matrix.space, offset: matrix.space.offset?.slice() ?? null };
    return { ...matrix, space, input: { kind: 'dense', data, rows: count, columns }, rows: count };
  }
  if (matrix.kind === 'dense') {
    return { kind: 'dense', data: matrix.data[cut](first * columns, (first + count) * columns), rows: count, columns };
  }
  const offsets = matrix.offsets.slice(first, first + count + 1);
  const [from] = offsets;
  const to = offsets[count];
  return {
    kind: 'csr',
    values: matrix.values[cut](from, to),
    indices: matrix.indices[cut](from, to),
    offsets: offsets.map((offset) => offset - from),
    rows: count,
    columns,
  };
}

function cutValues(data: ArrayLike<number>, from: number, to: number, cut: 'slice' | 'subarray'): ArrayLike<number> {
  return ArrayBuffer.isView(data)
    ? (data as unknown as Float64Array)[cut](from, to)
    : Float64Array.from(Array.prototype.slice.call(data, from, to));
}
