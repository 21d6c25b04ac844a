import type { Pace } from '../core/pace.ts';
import { createRandom } from '../core/random.ts';
import type { Matrix, Metric, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { selectRows } from '../matrix/collapse.ts';

export interface SilhouetteOptions {
  readonly metric: Metric;
  /** Distinct rows that are scored at most; where there are more, this many are drawn. The cost grows with their square. */
  readonly sampleSize: number;
  readonly seed: number;
  readonly pace: Pace;
}

export interface Silhouette {
  /** Weighted mean over the rows scored, from −1 to 1; null where fewer than two clusters have rows. */
  readonly mean: number | null;
  /** Distinct rows that were scored. */
  readonly sampled: number;
}

/** Rows scored between two looks at the clock. */
const BATCH = 64;

/**
 * Mean silhouette (Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987).
 * A row of weight w counts as w equal rows. Distances are euclidean (not squared) or 1 − cosine.
 * @param matrix Distinct rows. @param labels One a row, 0 to k − 1. @param weights One a row.
 */
export async function silhouette(
  kernel: Kernel,
  matrix: Matrix,
  labels: Int32Array,
  weights: Weights,
  k: number,
  options: SilhouetteOptions,
): Promise<Silhouette> {
  const order = sample(weights, options).sort((a, b) => labels[a] - labels[b] || a - b);
  const starts = clusterStarts(order, labels, k);
  if (starts.length < 3) return { mean: null, sampled: order.length };
  const sortedWeights = Float64Array.from(order, (row) => weights[row]);
  const shard = kernel.openSilhouette(selectRows(matrix, order), sortedWeights, starts, options.metric);
  let sum = 0;
  let total = 0;
  try {
    for (let first = 0; first < order.length; first += BATCH) {
      await options.pace();
      shard.score(first, Math.min(first + BATCH, order.length)).forEach((score, i) => {
        sum += sortedWeights[first + i] * score;
        total += sortedWeights[first + i];
      });
    }
  } finally {
    shard.close();
  }
  return { mean: sum / total, sampled: order.length };
}

/** Rows that weigh something: all of them, or `sampleSize` drawn without putting back. */
function sample(weights: Weights, { sampleSize, seed }: SilhouetteOptions): number[] {
  const rows = [...weights.keys()].filter((row) => weights[row] > 0);
  const random = createRandom(seed);
  for (let i = 0; i < sampleSize && sampleSize < rows.length; i++) {
    const j = i + random.integer(rows.length - i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, sampleSize);
}

/** Where each cluster that has rows begins, and the end. */
function clusterStarts(order: number[], labels: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const row of order) sizes[labels[row]]++;
  const starts = [0];
  for (const size of sizes) if (size > 0) starts.push(starts[starts.length - 1] + size);
  return Int32Array.from(starts);
}
