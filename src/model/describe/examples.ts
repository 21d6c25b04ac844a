import type { DenseInput, SparseInput } from '../../core/input.ts';
import type { CsrMatrix, DenseMatrix } from '../../core/types.ts';
import { lengthOf } from '../../matrix/intake.ts';
import { isSparse, type NumericInput, type Space } from '../../matrix/space.ts';
import { countsIn, type LabelledRows } from './rows-by-label.ts';

/**
 * The row nearest to each centroid, of equally near ones the first; -1 where a cluster has no rows that weigh something.
 * @param input The rows as they were clustered: numbers, or records encoded. @param centroids k × columns, in the engine's form.
 */
export function examplesOf(input: NumericInput, rows: LabelledRows, centroids: Float32Array, space: Space): Int32Array {
  const examples = new Int32Array(rows.k).fill(-1);
  const nearest = new Float64Array(rows.k).fill(Infinity);
  const distance = isSparse(input) ? sparseDistance(input, centroids, space) : denseDistance(input, centroids, space);
  for (let row = 0; row < input.rows; row++) {
    if (!countsIn(rows, row)) continue;
    const label = rows.labels[row];
    const found = distance(row, label);
    if (found < nearest[label]) {
      nearest[label] = found;
      examples[label] = row;
    }
  }
  return examples;
}

/** A number that grows with a row's distance to a centroid; comparable among the rows of one cluster. */
type Distance = (row: number, label: number) => number;

function denseDistance({ data }: DenseInput | DenseMatrix, centroids: Float32Array, { metric, columns, offset, scale }: Space): Distance {
  const shift = offset ?? new Float64Array(columns);
  return (row, label) => {
    const [from, at] = [row * columns, label * columns];
    let sum = 0;
    if (metric === 'cosine') {
      const length = lengthOf(data, from, from + columns);
      for (let c = 0; c < columns; c++) sum -= (data[from + c] / length) * centroids[at + c];
    } else {
      for (let c = 0; c < columns; c++) {
        const difference = (data[from + c] - shift[c]) * scale - centroids[at + c];
        sum += difference * difference;
      }
    }
    return sum;
  };
}

function sparseDistance(input: SparseInput | CsrMatrix, centroids: Float32Array, { metric, columns, scale }: Space): Distance {
  const { values, indices, offsets } = input;
  return (row, label) => {
    const [from, to] = [offsets[row], offsets[row + 1]];
    const factor = metric === 'cosine' ? 1 / lengthOf(values, from, to) : scale;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const value = values[i] * factor;
      // |x|² − 2 x · c; the centroid's own square is the same for all
      sum += (metric === 'cosine' ? 0 : value * value) - 2 * value * centroids[label * columns + indices[i]];
    }
    return sum;
  };
}
