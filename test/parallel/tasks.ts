import { createRandom } from '../../src/core/random.ts';
import type { CsrMatrix, DenseMatrix, ElementRecord } from '../../src/core/types.ts';

/** Rows around 6 centres; all differ. */
export function denseRows(rows: number, columns: number): DenseMatrix {
  const random = createRandom(rows);
  const centres = Float32Array.from({ length: 6 * columns }, () => random.next() * 2);
  const data = Float32Array.from({ length: rows * columns }, (_, i) => centres[(Math.floor(i / columns) % 6) * columns + (i % columns)]);
  return { kind: 'dense', data: data.map((value) => value + random.next()), rows, columns };
}

/** Rows with 0 to 7 values in 40 columns. */
export function sparseRows(rows: number): CsrMatrix {
  const random = createRandom(rows);
  const indices: number[] = [];
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    const theme = (row % 5) * 8;
    const picked = new Set(Array.from({ length: row % 8 }, () => (random.next() < 0.8 ? theme + random.integer(8) : random.integer(40))));
    indices.push(...[...picked].sort((a, b) => a - b));
    offsets.push(indices.length);
  }
  const values = Float32Array.from(indices, () => 0.5 + random.next());
  return { kind: 'csr', values, indices: Uint32Array.from(indices), offsets: Uint32Array.from(offsets), rows, columns: 40 };
}

/** Weights that binary fractions cannot hold, some of them 0. */
export function oddWeights(rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => (row % 11) / 10);
}

/** Elements of a few kinds, with classes that vary. */
export function tokenRecords(rows: number): ElementRecord[] {
  return Array.from({ length: rows }, (_, i) => ({
    type: ['a', 'button', 'img'][i % 3],
    class: `kind-${i % 3} part-${i % 7} size-${i % 11} shade-${i % 13} look-${i % 17}`,
    role: ['link', 'action', 'figure'][i % 3],
  }));
}

/** A table of numbers and categories. */
export function tableRecords(rows: number): ElementRecord[] {
  const random = createRandom(rows);
  return Array.from({ length: rows }, (_, i) => ({ carat: random.next() + (i % 3), depth: 60 + random.next() * 4, cut: 'ABC'[i % 3] }));
}
