import type { Matrix, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { NumericInput, Space } from '../matrix/space.ts';
import { type ClusterScores, costsOf, nearestClusters, scoreEach } from './cluster-scores.ts';
import { dispersion, shares } from './dispersion.ts';
import { type Groups, groupRows } from './groups.ts';
import { centroidPoints, combine, type Points, toPoints, toUnit } from './points.ts';
import { meanScore, type SilhouetteOptions } from './silhouette.ts';
import { silhouettes } from './silhouettes.ts';

/** How well a row fits where it is. */
export interface RecordScores {
  readonly label: number;
  /** Distance to the own centroid: euclidean in the units of the data, or 1 − cosine; null for unknown. */
  readonly distance: number | null;
  /** −1 (nearer to another cluster) to 1; null where it was not drawn, weighs nothing, or all rows are in one cluster. */
  readonly silhouette: number | null;
}

/** Scores that need no truth. Unknown rows (−1) have no centroid: they count in the silhouette alone, each as a cluster of its own, which scores 0. */
export interface InternalScores {
  readonly rows: number;
  /** Rows labelled −1. */
  readonly unknown: number;
  /** Clusters that rows of some weight fell into. */
  readonly clusters: number;
  /** Sum of weight × squared distance (or 1 − cosine) to the own centroid. */
  readonly inertia: number;
  /** Mean silhouette, −1 to 1, higher is better; null where all rows are in one cluster. */
  readonly silhouette: number | null;
  /** Distinct rows the silhouette was taken over: in cosine space all, else `sampleSize` at most. */
  readonly silhouetteRows: number;
  /** Davies-Bouldin index, 0 or more, lower is better; null for fewer than two clusters, and where each row is one of its own. */
  readonly daviesBouldin: number | null;
  /** Calinski-Harabasz score, higher is better; null as above. In cosine space both are those of the rows brought to length 1. */
  readonly calinskiHarabasz: number | null;
  /** One a cluster, in the order of their labels. */
  readonly perCluster: readonly ClusterScores[];
  /** One a row, where asked for. */
  readonly perRecord?: readonly RecordScores[];
}

/** Rows with labels, to be scored. */
export interface LabelledRows {
  readonly input: NumericInput;
  /** The rows in the engine's form. */
  readonly matrix: Matrix;
  readonly space: Space;
  /** One a row; -1 is unknown. */
  readonly labels: Int32Array;
  /** One a row; a row of weight w counts as w equal rows. */
  readonly weights: Weights;
  /** Centroids in the engine's form, and the label of each; default: the means of the rows. */
  readonly centroids?: { readonly data: Float32Array; readonly labels: Int32Array };
}

/** The internal scores. */
export async function scoreRows(
  kernel: Kernel,
  { input, matrix, space, labels, weights, centroids }: LabelledRows,
  options: Omit<SilhouetteOptions, 'metric'>,
  perRecord = false,
): Promise<InternalScores> {
  await options.pace();
  const { metric, columns } = space;
  const groups = groupRows(matrix, labels, weights, centroids?.labels);
  const points = toPoints(input, groups.firsts, space);
  const means = centroids ? centroidPoints(centroids.data, points.kind, columns) : meansOf(points, groups);
  const middles = metric === 'cosine' ? toUnit(means) : means;
  const costs = costsOf(points, groups, middles, space);
  const nearest = await nearestClusters(middles, groups.names, space, options.pace);
  const scores = await silhouettes(kernel, points, groups, groups.weights, { ...options, metric });
  const perCluster = scoreEach(groups, costs, scores, nearest);
  const { used, filled } = filledClusters(groups, perCluster);
  return {
    rows: labels.length,
    unknown: labels.reduce((count, label) => count + Number(label < 0), 0),
    clusters: filled,
    inertia: perCluster.reduce((sum, { inertia }) => sum + inertia, 0),
    silhouette: meanScore(scores, groups.weights),
    silhouetteRows: scores.reduce((count, score) => count + Number(!Number.isNaN(score)), 0),
    ...(await dispersion(points, used, groups.weights, filled, options.pace)),
    perCluster,
    ...(perRecord && { perRecord: recordScores(labels, groups, costs.distances, scores) }),
  };
}

function meansOf(points: Points, { clusters, weights, names }: Groups): Points {
  return combine(points, clusters, shares(clusters, weights, names.length).factors, names.length);
}

/** The clusters that weigh something, numbered anew. */
function filledClusters({ clusters }: Groups, perCluster: readonly ClusterScores[]): { used: Int32Array; filled: number } {
  let filled = 0;
  const places = perCluster.map(({ weight }) => (weight > 0 ? filled++ : -1));
  return { used: clusters.map((cluster) => (cluster < 0 ? -1 : places[cluster])), filled };
}

function recordScores(labels: Int32Array, { index }: Groups, distances: Float64Array, silhouettes: Float64Array): RecordScores[] {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return Array.from(labels, (label, row) => ({
    label,
    distance: known(distances[index[row]]),
    silhouette: known(silhouettes[index[row]]),
  }));
}
