import type { Pace } from '../../core/pace.ts';
import type { Matrix } from '../../core/types.ts';
import { sliceRows } from '../../matrix/slice.ts';
import type { Clustering } from '../clustering.ts';
import { labelRows, type Predictors } from './label-rows.ts';
import { inUnits } from './ledger.ts';

/** Which cluster each row belongs to, and how clearly; one value a row, distances euclidean (not squared) in the units of the data, or 1 − cosine. */
export interface Assignment {
  /** As `predict` answers; -1 for unknown. */
  readonly labels: Int32Array;
  /** To the cluster of the label; for an unknown row to the nearest. */
  readonly distances: Float64Array;
  /** Label of the nearest cluster besides the row's own; -1 where there is no other. */
  readonly rivals: Int32Array;
  /** To that one; Infinity where there is no other. */
  readonly rivalDistances: Float64Array;
  /**
   * From 0 to 1: (1 − distance / rival's distance) × min(1, radius / distance), which is 1 at the centroid and 0 half-way to the rival, and falls
   * beyond the radius; of an unknown row 1 − radius / distance, how sure it is that the row is none of the nearest cluster's.
   */
  readonly confidences: Float64Array;
}

/** Distances that are worked out at a time. */
const BLOCK_VALUES = 2 ** 20;

/** Labels of rows with the distances behind them. */
export async function assignRows(
  clustering: Clustering,
  predictors: Predictors,
  matrix: Matrix,
  unknown: boolean,
  pace: Pace,
): Promise<Assignment> {
  const { k, ids, space, ledger } = clustering;
  const found = {
    labels: new Int32Array(matrix.rows),
    distances: new Float64Array(matrix.rows),
    rivals: new Int32Array(matrix.rows).fill(-1),
    rivalDistances: new Float64Array(matrix.rows).fill(Infinity),
    confidences: new Float64Array(matrix.rows),
  };
  const radii = ledger().radii.map((radius) => inUnits(radius, space));
  const size = Math.max(1, Math.floor(BLOCK_VALUES / k));
  for (let first = 0; first < matrix.rows; first += size) {
    await pace();
    const block = sliceRows(matrix, { first, count: Math.min(size, matrix.rows - first) }, 'subarray') as Matrix;
    const labels = labelRows(clustering, block, predictors, unknown);
    const distances = predictors
      .now()
      .distances(block)
      .map((distance) => inUnits(distance, space));
    labels.forEach((label, i) => {
      const own = distances.subarray(i * k, (i + 1) * k);
      const cluster = nearest(own, ids, (id) => label < 0 || id === label);
      const rival = nearest(own, ids, (id) => id !== label);
      const row = first + i;
      found.labels[row] = label;
      found.distances[row] = own[cluster];
      if (rival >= 0) {
        found.rivals[row] = ids[rival];
        found.rivalDistances[row] = own[rival];
      }
      const closeness = own[cluster] > radii[cluster] ? radii[cluster] / own[cluster] : 1;
      found.confidences[row] = label < 0 ? 1 - closeness : closeness * margin(own[cluster], found.rivalDistances[row]);
    });
  }
  return found;
}

/** How much nearer the own cluster is than its rival: 1 at the own centroid, 0 where they are as near as each other or the rival is nearer. */
function margin(distance: number, rival: number): number {
  return distance < rival ? 1 - distance / rival : 0;
}

/** Number of the nearest of the centroids with a label that will do, of equally near ones the lowest; -1 where there is none. */
function nearest(distances: Float64Array, ids: Int32Array, allowed: (id: number) => boolean): number {
  let best = -1;
  for (let c = 0; c < distances.length; c++) {
    if (allowed(ids[c]) && (best < 0 || distances[c] < distances[best])) best = c;
  }
  return best;
}
