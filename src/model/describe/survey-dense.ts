import type { Pace } from '../../core/pace.ts';
import type { FlatRows } from '../../core/types.ts';
import type { Space } from '../../matrix/space.ts';
import { weightsByLabel } from '../../matrix/weights-by-label.ts';
import type { Measurement } from '../../parallel/measurement.ts';
import { type Column, columnOf, type SurveyedRows } from './gather-rows.ts';
import { joinMoments, MOST_NUMBER, MomentSums, type Moments } from './moments.ts';
import { countedRows, type LabelledRows, PACE_ROWS, rowsByLabel } from './rows-by-label.ts';

/** Sums of so many places stay in the second level of cache. */
const CACHED_PLACES = 8192;

/** Looks at dense rows as they were given. */
export async function surveyDense(input: FlatRows, rows: LabelledRows, pace: Pace): Promise<SurveyedRows> {
  const { columns } = input;
  const places = rows.k * columns;
  const sums = new MomentSums(places);
  // label after label the sums of a cluster stay in the cache; in their own order the rows do, if the sums of all fit in beside them
  const order = places > CACHED_PLACES ? rowsByLabel(rows).order : countedRows(rows);
  for (let first = 0; first < order.length; first += PACE_ROWS) {
    await pace();
    sums.addRows(order.subarray(first, first + PACE_ROWS), { ...input, ...rows });
  }
  sums.endRows(columns);
  return denseColumns(weightsByLabel(rows.labels, rows.weights, rows.k), columns, (place) => sums.moments(place));
}

/** Whether what was measured in a space can be told in the user's numbers: those beyond ±1e150 count as that, which an engine does not know of. */
export function isTellable({ offset, scale }: Space): boolean {
  return (offset ?? [0]).every((shift) => Math.abs(shift) + 1 / scale < MOST_NUMBER);
}

/** What the engine measured of dense euclidean rows as of rows that were looked at; the extremes are read from the rows as they were given. */
export function surveyMeasured({ data, columns }: FlatRows, measured: Measurement, centroids: Float32Array, space: Space): SurveyedRows {
  const { totals, sums, squares } = measured;
  const valuesOf = (rows: Int32Array): Float64Array => {
    const values = new Float64Array(rows.length);
    for (let place = 0; place < rows.length; ) {
      for (let column = 0; column < columns; column++, place++) values[place] = data[rows[place] * columns + column];
    }
    return values;
  };
  const [least, most] = [valuesOf(measured.least), valuesOf(measured.most)];
  return denseColumns(totals, columns, (place) => {
    const weight = totals[Math.floor(place / columns)];
    if (weight === 0) return null;
    const centre = sums[place] / weight;
    const mean = centre / space.scale + (space.offset?.[place % columns] ?? 0);
    const square = Math.max(0, squares[place] - weight * (centre - centroids[place]) ** 2) / space.scale / space.scale;
    return { weight, mean, squares: square, least: least[place], most: most[place] };
  });
}

/** Column c of label l is in place l · columns + c. */
function denseColumns(totals: Float64Array, columns: number, momentsAt: (place: number) => Moments | null): SurveyedRows {
  const read = (momentsOf: (column: number) => Moments | null): Column[] =>
    Array.from({ length: columns }, (_, column) => column).flatMap((column) => {
      const numbers = momentsOf(column);
      return numbers ? columnOf(column, numbers, numbers.weight) : [];
    });
  return {
    totals,
    all: () =>
      read((column) => {
        let joined: Moments | null = null;
        for (let label = 0; label < totals.length; label++) joined = joinMoments(joined, momentsAt(label * columns + column));
        return joined;
      }),
    of: (label) => read((column) => momentsAt(label * columns + column)),
  };
}
