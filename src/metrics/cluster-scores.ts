import type { Pace } from '../core/pace.ts';
import type { Space } from '../matrix/space.ts';
import { objective } from './distances.ts';
import type { Groups } from './groups.ts';
import type { Points } from './points.ts';

/** How compact a cluster is and how far from the others. Distances are euclidean in the units of the data, or 1 − cosine. */
export interface ClusterScores {
  readonly label: number;
  /** Rows. */
  readonly size: number;
  /** Their weight: their number where no weights were given. */
  readonly weight: number;
  /** Mean silhouette of those scored, −1 to 1; null where none was. */
  readonly silhouette: number | null;
  /** Its part of the inertia. */
  readonly inertia: number;
  /** Mean distance of its rows to its centroid; null where none weighs something. */
  readonly meanDistance: number | null;
  /** Largest such distance; null where none weighs something. */
  readonly radius: number | null;
  /** The cluster of the nearest other centroid; null where there is none. */
  readonly nearest: NearestCluster | null;
}

export interface NearestCluster {
  readonly label: number;
  /** From centroid to centroid. */
  readonly distance: number;
}

/** Distances of distinct rows to their centroids. */
export interface Costs {
  /** As the objective has them, in the units of the data; NaN for unknown rows. */
  readonly costs: Float64Array;
  /** Euclidean, not squared, in the units of the data; or 1 − cosine; NaN for unknown rows. */
  readonly distances: Float64Array;
}

/** Compares every row with its centroid. */
export function costsOf(points: Points, { clusters }: Groups, centroids: Points, { metric, scale }: Space): Costs {
  const costs = new Float64Array(points.rows).fill(NaN);
  clusters.forEach((cluster, row) => {
    if (cluster >= 0) costs[row] = objective(metric, points, row, centroids, cluster) / scale / scale;
  });
  return { costs, distances: metric === 'cosine' ? costs : costs.map(Math.sqrt) };
}

/** Scores of each cluster; `silhouettes` has one a distinct row, NaN where it was not scored. */
export function scoreEach(
  { clusters, names, weights, sizes }: Groups,
  { costs, distances }: Costs,
  silhouettes: Float64Array,
  nearest: readonly (NearestCluster | null)[],
): ClusterScores[] {
  const each = Array.from(names, () => ({ size: 0, weight: 0, inertia: 0, distance: 0, radius: 0, silhouette: 0, scored: 0 }));
  clusters.forEach((cluster, row) => {
    if (cluster < 0) return;
    const one = each[cluster];
    const weight = weights[row];
    one.size += sizes[row];
    one.weight += weight;
    one.inertia += weight * costs[row];
    one.distance += weight * distances[row];
    if (weight > 0) one.radius = Math.max(one.radius, distances[row]);
    if (Number.isNaN(silhouettes[row])) return;
    one.silhouette += weight * silhouettes[row];
    one.scored += weight;
  });
  return each.map(({ size, weight, inertia, distance, radius, silhouette, scored }, c) => ({
    label: names[c],
    size,
    weight,
    silhouette: scored > 0 ? silhouette / scored : null,
    inertia,
    meanDistance: weight > 0 ? distance / weight : null,
    radius: weight > 0 ? radius : null,
    nearest: nearest[c],
  }));
}

/** For each centroid the nearest other one, of equally near ones the first. */
export async function nearestClusters(
  centroids: Points,
  names: Int32Array,
  { metric, scale }: Space,
  pace: Pace,
): Promise<(NearestCluster | null)[]> {
  const least = new Float64Array(centroids.rows).fill(Infinity);
  const other = new Int32Array(centroids.rows).fill(-1);
  for (let a = 1; a < centroids.rows; a++) {
    await pace();
    for (let b = 0; b < a; b++) {
      const cost = objective(metric, centroids, a, centroids, b, Math.max(least[a], least[b]));
      if (cost < least[a]) [least[a], other[a]] = [cost, b];
      if (cost < least[b]) [least[b], other[b]] = [cost, a];
    }
  }
  return Array.from(other, (one, c) => {
    if (one < 0) return null;
    return { label: names[one], distance: metric === 'cosine' ? least[c] : Math.sqrt(least[c]) / scale };
  });
}
