import type { Space } from '../../matrix/space.ts';
import type { Waiting } from './ledger.ts';
import { distanceTo, keepsDense } from './row.ts';

/** Finds waiting rows near a vector. */
export interface Neighbours {
  /** Numbers of the rows within `reach` of it, rising. */
  within(vector: Float32Array, reach: number): number[];
}

/** Searches from which on an order of the rows, or an index, is worth making. */
const MANY_SEARCHES = 8;

/** Neighbours among rows of one space; `searches` are to be expected. */
export function neighboursOf(rows: readonly Waiting[], space: Space, searches: number): Neighbours {
  if (searches < MANY_SEARCHES) return scan(rows, space);
  if (space.metric === 'cosine') return indexed(rows, space.columns);
  return keepsDense(space) ? windowed(rows, space) : scan(rows, space);
}

/** Looks at every row. */
function scan(rows: readonly Waiting[], space: Space): Neighbours {
  return {
    within: (vector, reach) => {
      const found: number[] = [];
      rows.forEach((row, i) => {
        if (distanceTo(row, vector, 0, space, reach) <= reach) found.push(i);
      });
      return found;
    },
  };
}

/** Looks only at rows that have a value in one of the vector's columns: all others have cosine 0. Sums in column order, as `distanceTo` does. */
function indexed(rows: readonly Waiting[], columns: number): Neighbours {
  const holders: ({ readonly rows: number[]; readonly values: number[] } | undefined)[] = new Array(columns);
  rows.forEach((row, i) => {
    row.values.forEach((value, at) => {
      const column = (row.columns as Uint32Array)[at];
      holders[column] ??= { rows: [], values: [] };
      holders[column].rows.push(i);
      holders[column].values.push(value);
    });
  });
  const sums = new Float64Array(rows.length);
  return {
    within: (vector, reach) => {
      sums.fill(0);
      for (let column = 0; column < columns; column++) {
        const here = vector[column] === 0 ? undefined : holders[column];
        if (here) for (let j = 0; j < here.rows.length; j++) sums[here.rows[j]] += here.values[j] * vector[column];
      }
      const found: number[] = [];
      for (let i = 0; i < sums.length; i++) if (1 - sums[i] <= reach) found.push(i);
      return found;
    },
  };
}

/** Looks only at rows whose value in the widest column is near enough. */
function windowed(rows: readonly Waiting[], space: Space): Neighbours {
  const column = widest(rows, space.columns);
  const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a].values[column] - rows[b].values[column] || a - b);
  const values = Float64Array.from(order, (i) => rows[i].values[column]);
  return {
    within: (vector, reach) => {
      const middle = vector[column];
      const found: number[] = [];
      // a little more than the reach, so that rounding passes no row over: each is measured
      for (let at = firstFrom(values, middle - 1.0001 * Math.sqrt(reach)); at < values.length; at++) {
        const away = values[at] - middle;
        if (away > 0 && away * away > reach) break;
        if (distanceTo(rows[order[at]], vector, 0, space, reach) <= reach) found.push(order[at]);
      }
      return found.sort((a, b) => a - b);
    },
  };
}

/** The column whose values lie farthest apart; of equal ones the first. */
function widest(rows: readonly Waiting[], columns: number): number {
  let best = 0;
  let most = -1;
  for (let column = 0; column < columns; column++) {
    let least = Infinity;
    let largest = -Infinity;
    for (const { values } of rows) {
      if (values[column] < least) least = values[column];
      if (values[column] > largest) largest = values[column];
    }
    if (largest - least > most) {
      most = largest - least;
      best = column;
    }
  }
  return best;
}

/** Place of the first of rising values that is not below `least`. */
function firstFrom(values: Float64Array, least: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle] < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
