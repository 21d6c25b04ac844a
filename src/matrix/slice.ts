import type { Matrix } from '../core/types.ts';
import type { Chunk } from './chunks.ts';

/** A run of rows with memory of its own. */
export function sliceRows(matrix: Matrix, { first, count }: Chunk): Matrix {
  const { columns } = matrix;
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
