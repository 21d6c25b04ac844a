import type { CsrMatrix, DenseMatrix, Matrix } from '../core/types.ts';

/** The rows named, in the order named. */
export function selectRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  return matrix.kind === 'dense' ? selectDense(matrix, rows) : selectSparse(matrix, rows);
}

function selectDense({ data, columns }: DenseMatrix, rows: ArrayLike<number>): DenseMatrix {
  const out = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) out.set(data.subarray(rows[i] * columns, (rows[i] + 1) * columns), i * columns);
  return { kind: 'dense', data: out, rows: rows.length, columns };
}

function selectSparse({ values, indices, offsets, columns }: CsrMatrix, rows: ArrayLike<number>): CsrMatrix {
  const starts = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) starts[i + 1] = starts[i] + offsets[rows[i] + 1] - offsets[rows[i]];
  const outValues = new Float32Array(starts[rows.length]);
  const outIndices = new Uint32Array(starts[rows.length]);
  for (let i = 0; i < rows.length; i++) {
    outValues.set(values.subarray(offsets[rows[i]], offsets[rows[i] + 1]), starts[i]);
    outIndices.set(indices.subarray(offsets[rows[i]], offsets[rows[i] + 1]), starts[i]);
  }
  return { kind: 'csr', values: outValues, indices: outIndices, offsets: starts, rows: rows.length, columns };
}
