import { distance as distances } from 'ml-distance';
import type { SilhouetteRows } from './kernel.ts';

/** Of two rows. */
export type Distance = (a: Float64Array, b: Float64Array) => number;

// declared for plain arrays, written for anything with numbers by index
export const squaredEuclidean = distances.squaredEuclidean as unknown as Distance;
export const euclidean = distances.euclidean as unknown as Distance;
export const innerProduct = distances.innerProduct as unknown as Distance;

/** One row, dense and widened to f64. */
export function wideRow(matrix: SilhouetteRows, index: number): Float64Array {
  const { columns } = matrix;
  if (matrix.kind === 'dense') return Float64Array.from(matrix.data.subarray(index * columns, (index + 1) * columns));
  const row = new Float64Array(columns);
  for (let i = matrix.offsets[index]; i < matrix.offsets[index + 1]; i++) row[matrix.indices[i]] = matrix.values[i];
  return row;
}
