import type { CsrMatrix, DenseMatrix, Matrix } from '../core/types.ts';

/** Distinct rows, in order of first appearance, each with the summed weight of its equals. */
export interface Collapsed {
  readonly matrix: Matrix;
  readonly weights: Float64Array;
  /** For every original row the number of its distinct row. */
  readonly index: Int32Array;
}

/** Joins bit-equal rows. Where all differ, the matrix given is returned as it is. */
export function collapse(matrix: Matrix, weights: Float64Array): Collapsed {
  const rows = matrix.kind === 'dense' ? denseRows(matrix) : sparseRows(matrix);
  const index = new Int32Array(matrix.rows);
  const firsts: number[] = [];
  const sums: number[] = [];
  // open addressing: slot → distinct row number + 1
  const mask = slotCount(matrix.rows) - 1;
  const slots = new Int32Array(mask + 1);
  for (let row = 0; row < matrix.rows; row++) {
    let slot = rows.hash(row) & mask;
    while (slots[slot] !== 0 && !rows.equal(firsts[slots[slot] - 1], row)) slot = (slot + 1) & mask;
    if (slots[slot] === 0) {
      firsts.push(row);
      sums.push(0);
      slots[slot] = firsts.length;
    }
    index[row] = slots[slot] - 1;
    sums[index[row]] += weights[row];
  }
  if (firsts.length === matrix.rows) return { matrix, weights, index };
  return { matrix: selectRows(matrix, firsts), weights: Float64Array.from(sums), index };
}

/** The rows named, in the order named. */
export function selectRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  return matrix.kind === 'dense' ? selectDense(matrix, rows) : selectSparse(matrix, rows);
}

interface RowTable {
  hash(row: number): number;
  equal(a: number, b: number): boolean;
}

function denseRows({ data, columns }: DenseMatrix): RowTable {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
  return {
    hash: (row) => hashWords(words, row * columns, (row + 1) * columns),
    equal: (a, b) => equalWords(words, a * columns, b * columns, columns),
  };
}

function sparseRows({ values, indices, offsets }: CsrMatrix): RowTable {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return {
    hash: (row) => hashWords(words, offsets[row], offsets[row + 1]) ^ hashWords(indices, offsets[row], offsets[row + 1]),
    equal: (a, b) => {
      const length = offsets[a + 1] - offsets[a];
      if (length !== offsets[b + 1] - offsets[b]) return false;
      return equalWords(indices, offsets[a], offsets[b], length) && equalWords(words, offsets[a], offsets[b], length);
    },
  };
}

/** Multiply-and-rotate over 32-bit words, finished so that low bits depend on all. */
function hashWords(words: Uint32Array, from: number, to: number): number {
  let hash = 0x9e3779b9;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ words[i], 0x85ebca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}

function equalWords(words: Uint32Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (words[a + i] !== words[b + i]) return false;
  return true;
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

/** A power of two of at least twice the rows. */
function slotCount(rows: number): number {
  let count = 2;
  while (count < rows * 2) count *= 2;
  return count;
}
