import type { Pace } from '../core/pace.ts';
import type { Matrix, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { collapse } from '../matrix/collapse.ts';
import { type ExternalScores, externalScores } from '../metrics/external.ts';
import { silhouette } from '../metrics/silhouette.ts';
import { localRows } from '../parallel/rows.ts';
import type { Clustering } from './fit.ts';

export interface EvaluationOptions {
  /** One weight a row, as in fit. */
  readonly weights?: ArrayLike<number>;
  /** The true group of each row, to compare with; unweighted. */
  readonly truth?: ArrayLike<string | number>;
  /** Distinct rows that the silhouette is taken over at most (default 4,096); where there are more, this many are drawn by `seed`. */
  readonly sampleSize?: number;
  /** Seed of that draw (default 0). */
  readonly seed?: number;
  /** Stops the evaluation, which then throws `ABORTED`. */
  readonly signal?: AbortSignal;
}

export interface Evaluation {
  readonly rows: number;
  /** Clusters that these rows fell into. */
  readonly clusters: number;
  /** Sum of weight × squared distance (or 1 − cosine) to the own centroid. */
  readonly inertia: number;
  /** Mean silhouette in the model's own space, −1 to 1; null where the rows fell into fewer than two clusters. */
  readonly silhouette: number | null;
  /** Distinct rows the silhouette was taken over. */
  readonly silhouetteRows: number;
  /** Agreement with the truth, where one was given. */
  readonly external?: ExternalScores;
}

/** Scores of a clustering on rows in its own space. */
export async function evaluateClustering(
  kernel: Kernel,
  matrix: Matrix,
  weights: Weights,
  { centroids, k, space }: Clustering,
  { truth, sampleSize = 4096, seed = 0 }: EvaluationOptions,
  pace: Pace,
): Promise<Evaluation> {
  const distinct = collapse(matrix, weights);
  const shard = kernel.open(distinct.matrix, distinct.weights, space.metric);
  try {
    const rows = localRows(shard, pace);
    await rows.step(centroids, k);
    const labels = await rows.labels();
    const inertia = (await rows.inertia()) / space.scale / space.scale;
    const options = { metric: space.metric, sampleSize, seed, pace };
    const { mean, sampled } = await silhouette(kernel, distinct.matrix, labels, distinct.weights, k, options);
    const scores = { rows: matrix.rows, clusters: new Set(labels).size, inertia, silhouette: mean, silhouetteRows: sampled };
    return truth === undefined
      ? scores
      : {
          ...scores,
          external: externalScores(
            truth,
            distinct.index.map((row) => labels[row]),
          ),
        };
  } finally {
    shard.close();
  }
}
