import type { Matrix, Progress, Warning, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Rows } from '../parallel/rows.ts';
import { kMeans, type Partition } from './kmeans.ts';
import { labelAll, type SubsetOptions, withSubset } from './subset.ts';

/** A cluster that may be split further. */
interface Leaf {
  /** Rows of the matrix that weigh something, in order. */
  readonly members: Int32Array;
  readonly centroid: Float32Array;
  readonly inertia: number;
  readonly splittable: boolean;
}

interface Split {
  /** Two, or one where 2-means could not tell the rows apart. */
  readonly leaves: readonly Leaf[];
  readonly iterations: number;
  readonly warnings: readonly Warning[];
}

/**
 * Bisecting k-means (Steinbach, Karypis & Kumar, "A comparison of document clustering techniques", 2000): 2-means splits the cluster of most inertia
 * until there are k. Labels come from one exact pass by nearest centroid, so that a row near a border may end in another cluster than its split put
 * it in. Rows must be distinct and at least k of them must weigh something. `iterations` counts those of all splits.
 */
export async function bisectingKMeans(
  kernel: Kernel,
  matrix: Matrix,
  rows: Rows,
  weights: Weights,
  options: SubsetOptions,
): Promise<Partition> {
  const { k, seed } = options;
  if (k === 1) return kMeans(rows, weights, options);
  /** The options of the split that makes `made` clusters one more. */
  const settings = (made: number): SubsetOptions => ({
    ...options,
    k: 2,
    seed: (seed + made - 1) >>> 0,
    onProgress: scaled(options, made),
  });
  const first = await split(rows, weights, Int32Array.from(weights.keys()), settings(1));
  const leaves = [...first.leaves];
  const splits = [first];
  for (let widest = pickWidest(leaves); leaves.length < k && widest >= 0; widest = pickWidest(leaves)) {
    const { members } = leaves[widest];
    const part = Float64Array.from(members, (row) => weights[row]);
    const next = settings(leaves.length);
    const done = await withSubset(kernel, matrix, members, part, next, (own) => split(own, part, members, next));
    const [kept, ...added] = done.leaves;
    leaves[widest] = kept;
    leaves.push(...added);
    splits.push(done);
  }
  const centroids = new Float32Array(leaves.length * matrix.columns);
  leaves.forEach((leaf, c) => {
    centroids.set(leaf.centroid, c * matrix.columns);
  });
  const iterations = splits.reduce((sum, one) => sum + one.iterations, 0);
  const settled = splits.every((one) => one.warnings.every(({ code }) => code !== 'NOT_CONVERGED'));
  const found = await labelAll(rows, weights, { k: leaves.length, centroids, iterations, settled }, options);
  if (leaves.length === k) return found;
  const message = `${k} clusters were asked for, but the rows of ${leaves.length} could not be told apart`;
  return { ...found, warnings: [{ code: 'FEWER_DISTINCT_ROWS', message }, ...found.warnings] };
}

/** 2-means of rows that are `members` of the matrix. */
async function split(rows: Rows, weights: Weights, members: Int32Array, options: SubsetOptions): Promise<Split> {
  const { centroids, iterations, warnings } = await kMeans(rows, weights, options);
  await rows.step(centroids, 2); // the last start need not have been the best
  const labels = await rows.labels();
  const distances = await rows.labelDistances();
  const leaves = [0, 1].map((half) => {
    const own = members.filter((_, i) => labels[i] === half && weights[i] > 0);
    const inertia = distances.reduce((sum, distance, i) => sum + (labels[i] === half ? weights[i] * distance : 0), 0);
    const centroid = centroids.slice(half * rows.columns, (half + 1) * rows.columns);
    return { members: own, centroid, inertia, splittable: own.length > 1 };
  });
  const kept = leaves.filter((leaf) => leaf.members.length > 0);
  return { leaves: kept.length === 2 ? kept : [{ ...kept[0], splittable: false }], iterations, warnings };
}

/** Number of the splittable leaf of most inertia, of equal ones the first; -1 where there is none. */
function pickWidest(leaves: readonly Leaf[]): number {
  let widest = -1;
  leaves.forEach(({ splittable, inertia }, i) => {
    if (splittable && (widest < 0 || inertia > leaves[widest].inertia)) widest = i;
  });
  return widest;
}

/** Progress of one split as a share of all. */
function scaled({ onProgress, k }: SubsetOptions, made: number): SubsetOptions['onProgress'] {
  return onProgress && ((progress: Progress) => onProgress({ ...progress, done: (made - 1 + progress.done) / (k - 1) }));
}
