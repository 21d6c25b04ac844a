import type { Matrix } from '../core/types.ts';
import type { RowRange } from './chunks.ts';
import { sliceRaw } from './slice-raw.ts';
import type { RawRows } from './space.ts';

/** A run of rows: `slice` has memory of its own, `subarray` shares that of the matrix; raw rows share theirs either way, where they can. */
export function sliceRows(matrix: Matrix | RawRows, range: RowRange, cut: 'slice' | 'subarray'): Matrix | RawRows {
  if (matrix.kind === 'raw') return sliceRaw(matrix, range);
  const { columns } = matrix;
  const { first, count } = range;
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
