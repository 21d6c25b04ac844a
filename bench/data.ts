import { readFile } from 'node:fs/promises';
import { readElements } from '../data/elements.ts';
import { createRandom } from '../src/core/random.ts';
import type { CsrMatrix, DenseMatrix } from '../src/core/types.ts';
import { fitEncoder } from '../src/features/fit-encoder.ts';

/** Rows scattered about `centers` points of the unit cube; `spread` is the standard deviation around them. */
export function blobs(rows: number, columns: number, centers: number, spread: number): DenseMatrix {
  const random = createRandom(1);
  const middle = Float64Array.from({ length: centers * columns }, () => random.next());
  const data = new Float32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const center = random.integer(centers) * columns;
    for (let column = 0; column < columns; column++) data[at++] = middle[center + column] + spread * normal(random.next);
  }
  return { kind: 'dense', data, rows, columns };
}

/** Rows spread evenly over the unit cube: no clusters to find, the hardest case for bounds. */
export function uniform(rows: number, columns: number): DenseMatrix {
  const random = createRandom(1);
  return { kind: 'dense', data: Float32Array.from({ length: rows * columns }, random.next), rows, columns };
}

/** Rows with `perRow` values in [0, 1) each, in columns drawn evenly. */
export function sparse(rows: number, columns: number, perRow: number): CsrMatrix {
  const random = createRandom(1);
  const indices = new Uint32Array(rows * perRow);
  for (let row = 0; row < rows; row++) {
    const drawn = new Set<number>();
    while (drawn.size < perRow) drawn.add(random.integer(columns));
    indices.set(
      [...drawn].sort((a, b) => a - b),
      row * perRow,
    );
  }
  const values = Float32Array.from(indices, random.next);
  const offsets = Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow);
  return { kind: 'csr', values, indices, offsets, rows, columns };
}

/** The numeric columns of the diamonds, each brought to mean 0 and variance 1. */
export async function diamonds(): Promise<DenseMatrix> {
  const [head, ...lines] = (await readFile(new URL('../data/diamonds.csv', import.meta.url), 'utf8')).trim().split('\n');
  const names = head.split(',');
  const numeric = ['carat', 'depth', 'table', 'price', 'x', 'y', 'z'].map((name) => names.indexOf(name));
  const data = new Float32Array(lines.length * numeric.length);
  numeric.forEach((field, column) => {
    const values = lines.map((line) => Number(line.split(',')[field]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    values.forEach((value, row) => {
      data[row * numeric.length + column] = (value - mean) / deviation;
    });
  });
  return { kind: 'dense', data, rows: lines.length, columns: numeric.length };
}

/** The DOM elements as the tokens encoder writes them: sparse rows of length 1. */
export async function elements(): Promise<CsrMatrix> {
  const { train, validation, batches } = await readElements();
  const records = [train, validation, ...batches].flatMap((split) => split.elements);
  const matrix = fitEncoder(records).encode(records);
  if (matrix.kind !== 'csr') throw new Error('the tokens encoder writes sparse rows');
  return matrix;
}

/**
 * k first centroids, drawn by the seed: dense rows of different values. Sparse ones are moved half-way to the mean of all, as most rows
 * share no column with any one row and would be equally far from all centroids but for rounding.
 */
export function drawCentroids(matrix: DenseMatrix | CsrMatrix, k: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const drawn = new Map<string, Float32Array>();
  while (drawn.size < k) {
    const row = denseRow(matrix, random.integer(matrix.rows));
    drawn.set(row.join(), row);
  }
  const out = new Float32Array(k * matrix.columns);
  [...drawn.values()].forEach((row, i) => {
    out.set(row, i * matrix.columns);
  });
  if (matrix.kind === 'dense') return out;
  const mean = meanOf(matrix);
  return out.map((value, i) => (value + mean[i % matrix.columns]) / 2);
}

/** Rows as plain arrays, pushed one by one: V8 then keeps plain doubles, on which the peers in JavaScript are several times faster. */
export function asArrays(data: Float32Array, columns: number): number[][] {
  const out: number[][] = [];
  for (let at = 0; at < data.length; at += columns) {
    const row: number[] = [];
    for (let column = 0; column < columns; column++) row.push(data[at + column]);
    out.push(row);
  }
  return out;
}

function denseRow(matrix: DenseMatrix | CsrMatrix, row: number): Float32Array {
  const { columns } = matrix;
  if (matrix.kind === 'dense') return matrix.data.slice(row * columns, (row + 1) * columns);
  const out = new Float32Array(columns);
  for (let i = matrix.offsets[row]; i < matrix.offsets[row + 1]; i++) out[matrix.indices[i]] = matrix.values[i];
  return out;
}

function meanOf({ values, indices, rows, columns }: CsrMatrix): Float64Array {
  const mean = new Float64Array(columns);
  values.forEach((value, i) => {
    mean[indices[i]] += value / rows;
  });
  return mean;
}

/** Sum of four uniform numbers, brought to variance 1: near enough to a normal one for a benchmark. */
function normal(next: () => number): number {
  return (next() + next() + next() + next() - 2) * Math.sqrt(3);
}
