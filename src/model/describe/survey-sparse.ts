import type { Pace } from '../../core/pace.ts';
import type { SparseRows } from '../../core/types.ts';
import { weightsByLabel } from '../../matrix/weights-by-label.ts';
import { columnOf, type SurveyedRows } from './gather-rows.ts';
import { joinMoments, MomentSums, type Moments, readMoments } from './moments.ts';
import { type LabelledRows, rowsByLabel } from './rows-by-label.ts';

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
  const touched = new Uint32Array(columns);
  const clusters: Given[] = [];
  for (let label = 0; label < rows.k; label++) {
    await pace();
    let count = 0;
    for (let i = starts[label]; i < starts[label + 1]; i++) {
      const row = order[i];
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        if (!sums.has(indices[at])) touched[count++] = indices[at];
        sums.add(indices[at], values[at], rows.weights[row]);
      }
    }
    clusters.push(takeGiven(sums, touched.slice(0, count).sort()));
  }
  const totals = weightsByLabel(rows.labels, rows.weights, rows.k);
  return {
    totals,
    all: () => together(clusters, totals),
    of: (label) => withZeros(clusters[label], totals[label]),
  };
}

/** Takes what was added in these columns out of the sums. */
function takeGiven(sums: MomentSums, columns: Uint32Array): Given {
  const moments = new Float64Array(columns.length * 5);
  for (let i = 0; i < columns.length; i++) {
    sums.write(columns[i], moments, i * 5);
    sums.clear(columns[i]);
  }
  return { columns, moments };
}

/** The columns of all rows together, by rising number. */
function together(clusters: readonly Given[], totals: Float64Array): ReturnType<SurveyedRows['all']> {
  const joined = new Map<number, { numbers: Moments; present: number }>();
  let total = 0;
  for (const [label, given] of clusters.entries()) {
    total += totals[label];
    given.columns.forEach((column, i) => {
      const numbers = readMoments(given.moments, i * 5);
      const before = joined.get(column);
      joined.set(column, {
        numbers: joinMoments(before?.numbers ?? null, numbers) as Moments,
        present: (before?.present ?? 0) + numbers.weight,
      });
    });
  }
  return [...joined]
    .sort(([a], [b]) => a - b)
    .map(([column, { numbers, present }]) => columnOf(column, withZerosOf(numbers, total), present));
}

/** The numbers of rows of this weight in all: those that leave a value out have a 0 there. */
function withZerosOf(given: Moments, total: number): Moments {
  const zeros = total - given.weight;
  const left = zeros > total * 1e-9 ? { weight: zeros, mean: 0, squares: 0, least: 0, most: 0 } : null;
  return joinMoments(given, left) as Moments;
}

/** Columns of rows of this weight. */
function withZeros(given: Given, total: number): ReturnType<SurveyedRows['of']> {
  return Array.from(given.columns, (column, i) => {
    const numbers = readMoments(given.moments, i * 5);
    return columnOf(column, withZerosOf(numbers, total), numbers.weight);
  });
}
