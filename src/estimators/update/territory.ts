import type { Matrix } from '../../core/types.ts';
import type { Predictor } from '../../engine/kernel.ts';
import { selectRows } from '../../matrix/select-rows.ts';
import type { Space } from '../../matrix/space.ts';
import type { Clustering } from '../clustering.ts';
import { smallest } from '../smallest.ts';
import type { Ledger } from './ledger.ts';
import { distanceTo, type Row, rowAt } from './row.ts';

/** Rows from which on the engine is asked for their nearest centroids, which it must be given first. */
const MANY_ROWS = 64;

/** Number of anchors of the fit: those among which the nearest holds a row. */
export function firstAnchors({ births }: Ledger): number {
  let count = 0;
  while (count < births.length && births[count] === 0) count++;
  return count;
}

/** Whether a row lies in a centroid's territory. */
export function holds({ anchors, radii }: Ledger, cluster: number, row: Row, space: Space): boolean {
  return distanceTo(row, anchors, cluster, space, radii[cluster]) <= radii[cluster];
}

/** The centroid of the fit whose territory holds a row; -1 where there is none. */
export function firstHolder(ledger: Ledger, row: Row, space: Space): number {
  const anchors = ledger.anchors.subarray(0, firstAnchors(ledger) * space.columns);
  const nearest = smallest(distancesTo(row, anchors, space));
  return holds(ledger, nearest, row, space) ? nearest : -1;
}

/** Whether a row lies within a centroid's radius, wherever that is now. */
export function inRadius({ centroids, space, ledger }: Clustering, cluster: number, row: Row): boolean {
  const radius = ledger().radii[cluster];
  return distanceTo(row, centroids, cluster, space, radius) <= radius;
}

/**
 * The centroid whose territory holds a row, among those that came to be after the fit: of the first birth that has one the nearest, of equally near ones
 * the lowest; -1 where there is none.
 */
export function laterHolder({ anchors, births, radii }: Ledger, row: Row, space: Space): number {
  let best = -1;
  let least = Infinity;
  for (let c = births.length - 1; c >= 0 && births[c] > 0; c--) {
    const distance = distanceTo(row, anchors, c, space, radii[c]);
    if (distance > radii[c]) continue;
    if (best < 0 || births[c] < births[best] || distance <= least) {
      best = c;
      least = distance;
    }
  }
  return best;
}

/** Number of the nearest centroid of each chosen row; of equally near ones the lowest. Few rows are not worth making `predictor` ready for. */
export function nearestCentroids(
  matrix: Matrix,
  chosen: Int32Array,
  centroids: Float32Array,
  space: Space,
  predictor: () => Predictor,
): Int32Array {
  if (chosen.length >= MANY_ROWS) return predictor().labels(selectRows(matrix, chosen));
  return chosen.map((i) => smallest(distancesTo(rowAt(matrix, i, space), centroids, space)));
}

/** Distance of a row to every vector. */
export function distancesTo(row: Row, vectors: Float32Array, space: Space): Float64Array {
  return Float64Array.from({ length: vectors.length / space.columns }, (_, c) => distanceTo(row, vectors, c, space));
}
