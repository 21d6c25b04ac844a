import type { Pace } from '../../core/pace.ts';
import type { SparseRows } from '../../core/types.ts';
import { columnOf, type SurveyedRows } from './gather-rows.ts';
import { joinMoments, MomentSums, type Moments } from './moments.ts';
import { type LabelledRows, PACE_ROWS, rowsByLabel, weightsByLabel } from './rows-by-label.ts';

/** What some rows have in the columns in which they have something, by rising column. */
interface Given {
  readonly columns: Uint32Array;
  /** Moments of each, five numbers in the order of {@link Moments}. */
  readonly moments: Float64Array;
}

/** Looks at sparse rows. */
export async function surveySparse(
  { values, indices, offsets, columns }: SparseRows,
  rows: LabelledRows,
  pace: Pace,
): Promise<SurveyedRows> {
  const { order, starts } = rowsByLabel(rows);
  const sums = new MomentSums(columns);
  /** The columns of rows `order[from]` up to `order[to]`. */
  const read = async (from: number, to: number): Promise<Given> => {
    const touched: number[] = [];
    for (let i = from; i < to; i++) {
      if (i % PACE_ROWS === 0) await pace();
      const row = order[i];
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        if (!sums.has(indices[at])) touched.push(indices[at]);
        sums.add(indices[at], values[at], rows.weights[row]);
      }
    }
    const found = Uint32Array.from(touched).sort();
    const moments = new Float64Array(found.length * 5);
    found.forEach((column, i) => {
      const { weight, mean, squares, least, most } = sums.moments(column) as Moments;
      moments.set([weight, mean, squares, least, most], i * 5);
      sums.clear(column);
    });
    return { columns: found, moments };
  };
  const totals = weightsByLabel(rows);
  const all = await read(0, order.length);
  const clusters: Given[] = [];
  for (let label = 0; label < rows.k; label++) clusters.push(await read(starts[label], starts[label + 1]));
  return {
    totals,
    all: () =>
      withZeros(
        all,
        totals.reduce((sum, weight) => sum + weight, 0),
      ),
    of: (label) => withZeros(clusters[label], totals[label]),
  };
}

/** Columns of rows of this weight: those that leave a value out have a 0 there. */
function withZeros({ columns, moments }: Given, total: number): ReturnType<SurveyedRows['of']> {
  return Array.from(columns, (column, i) => {
    const [weight, mean, squares, least, most] = moments.subarray(i * 5, i * 5 + 5);
    const zeros = total - weight;
    const left = zeros > total * 1e-9 ? { weight: zeros, mean: 0, squares: 0, least: 0, most: 0 } : null;
    return columnOf(column, joinMoments({ weight, mean, squares, least, most }, left) as Moments, weight);
  });
}
