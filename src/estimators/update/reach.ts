import type { Weights } from '../../core/types.ts';
import type { Space } from '../../matrix/space.ts';
import { distanceTo, rowOf } from './row.ts';

/** Share of a cluster's weight that its spread covers. */
export const COVERED = 0.95;
/** A radius is this many spreads, in the engine's distances; for euclidean, which squares, that is 1.41 times as far as the spread. */
const RADIUS = 2;
/** The reach is this many typical spreads where no threshold gives it: 2 times as far, for euclidean. */
const REACH = 4;
/** Cosine distance of a right angle: beyond it rows have nothing in common. */
const RIGHT_ANGLE = 1;
/** Centroids that a scale is taken from where no cluster has any spread. */
const MOST_COMPARED = 256;

/** What decides how far clusters reach. */
export interface ReachRule {
  /** The distance beyond which the fit itself founded clusters; null where their number came about otherwise. */
  readonly threshold: number | null;
  /** The reach is at least this. */
  readonly least: number;
}

/** The radius of a cluster by the spread of its rows: twice that, at least a quarter of the model's reach and no more than `most`. */
export function radiusFor(spread: number, reach: number, most: number): number {
  return Math.min(most, Math.max(reach / REACH, RADIUS * spread));
}

/** The most that a radius of a fit may be: the threshold by which the fit founded clusters, if it did. */
export function mostFor({ metric }: Space, { threshold }: ReachRule): number {
  return threshold ?? (metric === 'cosine' ? RIGHT_ANGLE : Infinity);
}

/** The reach of a model, see `Ledger`, by the spreads of its clusters. */
export function reachFor(spreads: Float64Array, centroids: Float32Array, space: Space, { threshold, least }: ReachRule): number {
  if (threshold !== null) return threshold;
  const positive = spreads.filter((spread) => spread > 0).sort();
  const typical = positive.length > 0 ? median(positive) : gap(centroids, space) / REACH / REACH;
  return Math.max(least, Math.min(REACH * typical, space.metric === 'cosine' ? RIGHT_ANGLE : Infinity));
}

/** The least distance that covers 95 % of the weight; 0 where nothing weighs. `distances` and `weights` have one value a row. */
export function spreadOf(distances: Float64Array, weights: Weights): number {
  let even = true;
  let total = 0;
  for (const weight of weights) {
    even &&= weight === weights[0];
    total += weight;
  }
  if (total === 0) return 0;
  if (even) return Math.max(0, largest(distances, distances.length - Math.ceil(COVERED * distances.length)));
  let covered = 0;
  for (const row of Int32Array.from(distances.keys()).sort((a, b) => distances[a] - distances[b] || a - b)) {
    covered += weights[row];
    if (covered >= COVERED * total && weights[row] > 0) return Math.max(0, distances[row]);
  }
  return 0;
}

/** The value that just so many are larger than: a few, for these are kept in order. */
function largest(values: Float64Array, larger: number): number {
  const kept = new Float64Array(larger + 1).fill(-Infinity); // falling
  for (const value of values) {
    if (value <= kept[larger]) continue;
    let at = larger;
    for (; at > 0 && kept[at - 1] < value; at--) kept[at] = kept[at - 1];
    kept[at] = value;
  }
  return kept[larger];
}

/** Middle of rising values, of two middle ones the lower. */
function median(rising: Float64Array): number {
  return rising[(rising.length - 1) >> 1];
}

/** Typical distance from a centroid to the next; 0 for a single one. */
function gap(centroids: Float32Array, space: Space): number {
  const k = Math.min(MOST_COMPARED, centroids.length / space.columns);
  if (k < 2) return 0;
  const nearest = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++) {
    const row = rowOf(centroids, a, space);
    for (let b = 0; b < k; b++) if (b !== a) nearest[a] = Math.min(nearest[a], distanceTo(row, centroids, b, space));
  }
  return Math.max(0, median(nearest.sort()));
}
